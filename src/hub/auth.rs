//! Who asks: by a bearer token, or on the hub's own Unix socket by the login of whoever is at the other end.

use super::Shared;
use super::problem::Refused;
use crate::domain::actor::{Access, Actor};
use crate::domain::ids::Name;
use crate::store::TokenRow;
use crate::wire::SPEAK_AS;
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use nix::unistd::{Uid, User};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// The hash under which a token is stored.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A token as it is shown, from 16 random bytes: 32 hex digits.
pub fn token_text(random: [u8; 16]) -> String {
    random.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Who is at the other end of a connection, as far as the connection says.
#[derive(Clone, Debug)]
pub enum Peer {
    /// Anybody.
    Remote,
    /// This machine's user of that login.
    Owner(Name),
    /// Another user of this machine, who is a stranger.
    Stranger,
}

/// Whose hub it is. The logins are looked up once: the list of users may be on another machine.
#[derive(Clone, Debug)]
pub struct Owner {
    uid: Uid,
    login: Name,
    administrator: Name,
}

impl Owner {
    pub fn of_this_process() -> Self {
        Owner::of(nix::unistd::geteuid())
    }

    fn of(uid: Uid) -> Self {
        Owner {
            uid,
            login: login(uid),
            administrator: login(Uid::from_raw(0)),
        }
    }

    /// Who a user is to this hub. The system's administrator may do everything anyway.
    pub fn peer(&self, uid: u32) -> Peer {
        match Uid::from_raw(uid) {
            uid if uid == self.uid => Peer::Owner(self.login.clone()),
            uid if uid.is_root() => Peer::Owner(self.administrator.clone()),
            _ => Peer::Stranger,
        }
    }
}

fn login(uid: Uid) -> Name {
    let user = User::from_uid(uid).ok().flatten();
    let login = user.map_or_else(|| format!("uid-{uid}"), |user| user.name);
    Name::from(login.as_str())
}

/// Whoever asks, with a name and an access.
pub struct Caller(pub Actor);

/// Whoever asks for the picture: everybody but a source, which only reports.
pub struct Reader(pub Actor);

impl FromRequestParts<Arc<Shared>> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refused> {
        let peer = parts.extensions.get::<Peer>();
        caller(&parts.headers, peer, &shared.board.tokens()).map(Caller)
    }
}

impl FromRequestParts<Arc<Shared>> for Reader {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refused> {
        let Caller(who) = Caller::from_request_parts(parts, shared).await?;
        match who.access {
            Access::Source => Err(Refused::forbidden(format!(
                "{} signs in with the access \"source\", which reports and reads nothing; use another token",
                who.name
            ))),
            _ => Ok(Reader(who)),
        }
    }
}

/// Who asks. A token counts wherever it is shown; without one only the hub's own user is let in, on its own socket.
fn caller(headers: &HeaderMap, peer: Option<&Peer>, tokens: &[TokenRow]) -> Result<Actor, Refused> {
    // Names are not all ASCII, so the header is read as UTF-8.
    let speak_as = headers
        .get(SPEAK_AS)
        .map(|name| std::str::from_utf8(name.as_bytes()));
    // What nothing is left of once it is cleaned is no name either.
    let speak_as = speak_as.map(|name| Name::from(name.unwrap_or_default().trim()));
    let by_login = matches!(peer, Some(Peer::Owner(_))) && !headers.contains_key(AUTHORIZATION);
    if speak_as.is_some() && !by_login {
        return Err(Refused::forbidden(format!(
            "{SPEAK_AS} is for the hub's own Unix socket; a token speaks under its own name"
        )));
    }
    match (peer, headers.get(AUTHORIZATION)) {
        (_, Some(shown)) => by_token(shown.to_str().unwrap_or_default(), tokens),
        (Some(Peer::Owner(login)), None) => match speak_as {
            Some(name) if name.as_str().trim().is_empty() => Err(Refused::bad(format!(
                "{SPEAK_AS} is empty; say a name or leave it out"
            ))),
            name => Ok(Actor {
                name: name.unwrap_or_else(|| login.clone()),
                access: Access::Admin,
            }),
        },
        (Some(Peer::Stranger), None) => Err(Refused::forbidden(
            "this hub belongs to another user of this machine; ask them for a token",
        )),
        (Some(Peer::Remote) | None, None) => Err(unauthorized(
            "show a token (Authorization: Bearer TOKEN); `warroom token new` makes one",
        )),
    }
}

/// Every token is compared, each in constant time: how long it takes tells nothing of any of them.
fn by_token(shown: &str, tokens: &[TokenRow]) -> Result<Actor, Refused> {
    let token = shown
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .filter(|token| !token.is_empty())
        .ok_or_else(|| unauthorized("the Authorization header is not of the form \"Bearer TOKEN\""))?;
    let hash = token_hash(token);
    let mut found = None;
    for known in tokens {
        if known.hash.ct_eq(&hash).into() {
            found = Some(known);
        }
    }
    match found {
        Some(known) => Ok(Actor {
            name: known.name.clone(),
            access: known.access,
        }),
        None => Err(unauthorized(
            "the hub does not know this token, or it was revoked; ask for a new one",
        )),
    }
}

fn unauthorized(detail: &str) -> Refused {
    Refused::new(StatusCode::UNAUTHORIZED, "who are you", detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    /// Whoever it is, in short; the status when nobody is let in.
    fn who(peer: Peer, shown: Option<&str>, speak_as: Option<&str>) -> Result<String, u16> {
        let token = |name: &str, access| TokenRow {
            name: name.into(),
            access,
            hash: token_hash(&format!("{name}'s")),
            revoked: false,
        };
        let tokens = [token("omar", Access::Advocate), token("wall", Access::Wall)];
        let mut headers = HeaderMap::new();
        for (name, value) in [(AUTHORIZATION.as_str(), shown), (SPEAK_AS, speak_as)] {
            if let Some(value) = value {
                let name = axum::http::HeaderName::try_from(name).unwrap();
                headers.insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
            }
        }
        let found = caller(&headers, Some(&peer), &tokens);
        found
            .map(|actor| format!("{} {}", actor.name, actor.access))
            .map_err(|refused| refused.0.status)
    }

    #[test]
    fn a_token_says_who_it_is_wherever_it_is_shown() {
        let owner = || Peer::Owner("dana".into());
        for peer in [Peer::Remote, owner(), Peer::Stranger] {
            let omar = Ok("omar advocate".to_owned());
            assert_eq!(who(peer.clone(), Some("Bearer omar's"), None), omar);
            assert_eq!(who(peer.clone(), Some("bearer   omar's "), None), omar);
            for wrong in [
                "Bearer nobody's",
                "Bearer",
                "Bearer ",
                "omar's",
                "Basic omar's",
                "",
            ] {
                assert_eq!(who(peer.clone(), Some(wrong), None), Err(401), "{wrong:?}");
            }
        }
    }

    #[test]
    fn without_a_token_only_the_hubs_own_user_is_let_in_under_any_name() {
        let owner = || Peer::Owner("dana".into());
        assert_eq!(who(owner(), None, None), Ok("dana admin".to_owned()));
        assert_eq!(who(owner(), None, Some("Søren")), Ok("Søren admin".to_owned()));
        for nobody in ["  ", "\u{200b}", "\u{9b}2J"] {
            assert_eq!(who(owner(), None, Some(nobody)), Err(400), "{nobody:?}");
        }
        assert_eq!(who(owner(), Some("Bearer omar's"), Some("dana")), Err(403));
        assert_eq!(who(Peer::Remote, None, None), Err(401));
        assert_eq!(who(Peer::Remote, None, Some("dana")), Err(403));
        assert_eq!(who(Peer::Stranger, None, None), Err(403));
    }

    #[test]
    fn another_user_of_the_machine_is_a_stranger_and_its_administrator_is_not() {
        let owner = Owner::of(Uid::from_raw(4_000));
        assert!(matches!(owner.peer(4_001), Peer::Stranger));
        assert!(matches!(owner.peer(0), Peer::Owner(_)));
        assert!(matches!(owner.peer(4_000), Peer::Owner(name) if name.as_str() == "uid-4000"));
    }

    #[test]
    fn a_token_is_32_hex_digits() {
        assert_eq!(token_text([0x0a; 16]), "0a".repeat(16));
    }
}
