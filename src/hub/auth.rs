//! Who asks: by a bearer token, or on the hub's own Unix socket by the login of whoever is at the other end.

use super::Shared;
use super::logins::Peer;
use super::problem::Refused;
use crate::domain::actor::{Access, Actor};
use crate::domain::ids::Name;
use crate::store::TokenRow;
use crate::wire::SPEAK_AS;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use subtle::ConstantTimeEq;

/// While a token has some time left the clock is looked at this often: it may have been set.
const GLANCE: Duration = Duration::from_secs(30);

/// The hash under which a token is stored.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A token as it is shown, from 16 random bytes: 32 hex digits.
pub fn token_text(random: [u8; 16]) -> String {
    random.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What somebody was let in by. It can end while a request is under way.
#[derive(Clone, Debug)]
pub struct Pass {
    pub who: Actor,
    by: By,
}

#[derive(Clone, Debug)]
enum By {
    Login,
    Token {
        hash: [u8; 32],
        expires: Option<Timestamp>,
    },
}

impl Pass {
    /// The same for every request of one token, or of one login.
    pub fn key(&self) -> [u8; 32] {
        match &self.by {
            By::Login => token_hash(&format!("login {}", self.who.name)),
            By::Token { hash, .. } => *hash,
        }
    }

    /// Its token was revoked or has expired.
    pub fn is_over(&self, tokens: &[TokenRow], now: Timestamp) -> bool {
        match &self.by {
            By::Login => false,
            By::Token { hash, .. } => !tokens
                .iter()
                .any(|token| token.hash == *hash && token.is_good(now)),
        }
    }

    /// Waits until it is over, which a login never is.
    pub(super) async fn over(&self, shared: &Shared) {
        let By::Token { expires, .. } = &self.by else {
            return std::future::pending().await;
        };
        let mut tokens = shared.board.follow_tokens();
        loop {
            let known = tokens.borrow_and_update().clone();
            if self.is_over(&known, shared.now()) {
                return;
            }
            // Cannot end early: the board outlives every request.
            let changed = tokens.changed();
            match expires {
                None => {
                    let _ = changed.await;
                }
                Some(expires) => {
                    let rest = shared.clock.until(*expires).min(GLANCE);
                    let _ = tokio::time::timeout(rest, changed).await;
                }
            }
        }
    }
}

/// Whoever asks, with a name and an access.
pub struct Caller(pub Actor);

/// Whoever asks for the picture: everybody but a source, which only reports.
pub struct Reader(pub Actor);

impl FromRequestParts<Arc<Shared>> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Shared>) -> Result<Self, Refused> {
        let pass = parts.extensions.get::<Pass>();
        pass.map(|pass| Caller(pass.who.clone()))
            .ok_or_else(Refused::unknown)
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

impl FromRequestParts<Arc<Shared>> for Pass {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Shared>) -> Result<Self, Refused> {
        let pass = parts.extensions.get::<Pass>().cloned();
        pass.ok_or_else(Refused::unknown)
    }
}

/// Who asks. A token counts wherever it is shown; without one only logins of this machine are
/// let in, on the hub's own socket.
pub fn pass(
    headers: &HeaderMap,
    peer: Option<&Peer>,
    tokens: &[TokenRow],
    now: Timestamp,
) -> Result<Pass, Refused> {
    // Names are not all ASCII, so the header is read as UTF-8.
    let speak_as = headers
        .get(SPEAK_AS)
        .map(|name| std::str::from_utf8(name.as_bytes()));
    // What nothing is left of once it is cleaned is no name either.
    let speak_as = speak_as.map(|name| Name::from(name.unwrap_or_default().trim()));
    let login = |who| Pass { who, by: By::Login };
    match (peer, headers.get(AUTHORIZATION)) {
        (Some(Peer::Owner(login_name)), None) => match speak_as {
            Some(name) if name.as_str().trim().is_empty() => Err(Refused::bad(format!(
                "{SPEAK_AS} is empty; say a name or leave it out"
            ))),
            name => Ok(login(Actor {
                name: name.unwrap_or_else(|| login_name.clone()),
                access: Access::Admin,
            })),
        },
        (Some(Peer::Member(login_name)), None) => match speak_as {
            Some(name) if name != *login_name => Err(Refused::forbidden(format!(
                "a group shares this room, and everybody in it speaks under the name they are logged in with, you as \
                 {login_name}; leave --as out"
            ))),
            _ => Ok(login(Actor {
                name: login_name.clone(),
                access: Access::Lead,
            })),
        },
        (_, shown) => {
            let shown = shown.and_then(|shown| shown.to_str().ok()).unwrap_or_default();
            let pass = by_token(shown, tokens, now).ok_or_else(Refused::unknown)?;
            match speak_as {
                None => Ok(pass),
                Some(_) => Err(Refused::forbidden(format!(
                    "{SPEAK_AS} is for the hub's own Unix socket; a token speaks under its own name"
                ))),
            }
        }
    }
}

/// Every token is compared, each in constant time, whatever is shown and if it is nothing: neither how long it takes
/// nor what is answered tells anything of any of them.
fn by_token(shown: &str, tokens: &[TokenRow], now: Timestamp) -> Option<Pass> {
    let (scheme, token) = shown.split_once(' ').unwrap_or_default();
    let found = by_key(token.trim(), tokens, now);
    found.filter(|_| scheme.eq_ignore_ascii_case("bearer"))
}

/// The same for a token that comes without a word before it.
pub fn by_key(token: &str, tokens: &[TokenRow], now: Timestamp) -> Option<Pass> {
    let hash = token_hash(token);
    let mut found = None;
    for known in tokens {
        if known.hash.ct_eq(&hash).into() {
            found = Some(known);
        }
    }
    let known = found.filter(|known| known.is_good(now) && !token.is_empty())?;
    Some(Pass {
        who: Actor {
            name: known.name.clone(),
            access: known.access,
        },
        by: By::Token {
            hash,
            expires: known.expires,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    /// Whoever it is, in short; the status and the sentence when nobody is let in.
    fn who(peer: Peer, shown: Option<&str>, speak_as: Option<&str>) -> Result<String, u16> {
        let found = asked(peer, shown, speak_as);
        found
            .map(|pass| format!("{} {}", pass.who.name, pass.who.access))
            .map_err(|refused| refused.0.status)
    }

    fn asked(peer: Peer, shown: Option<&str>, speak_as: Option<&str>) -> Result<Pass, Refused> {
        let token = |name: &str, access| TokenRow::new(name.into(), access, token_hash(&format!("{name}'s")));
        let expired = TokenRow {
            expires: Some(Timestamp::UNIX_EPOCH),
            ..token("late", Access::Admin)
        };
        let tokens = [
            token("omar", Access::Advocate),
            token("wall", Access::Wall),
            expired,
        ];
        let mut headers = HeaderMap::new();
        for (name, value) in [(AUTHORIZATION.as_str(), shown), (SPEAK_AS, speak_as)] {
            if let Some(value) = value {
                let name = axum::http::HeaderName::try_from(name).unwrap();
                headers.insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
            }
        }
        pass(&headers, Some(&peer), &tokens, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_token_says_who_it_is_wherever_it_is_shown() {
        let owner = || Peer::Owner("dana".into());
        for peer in [Peer::Remote, owner(), Peer::Stranger] {
            let omar = Ok("omar advocate".to_owned());
            assert_eq!(who(peer.clone(), Some("Bearer omar's"), None), omar);
            assert_eq!(who(peer.clone(), Some("bearer   omar's "), None), omar);
        }
    }

    #[test]
    fn whatever_is_not_a_good_token_gets_one_and_the_same_answer() {
        let nothing = asked(Peer::Remote, None, None).unwrap_err();
        assert_eq!(nothing.0.status, 401);
        for wrong in [
            "Bearer nobody's",
            "Bearer late's",
            "Bearer",
            "Bearer ",
            "omar's",
            "Basic omar's",
            "",
        ] {
            for peer in [Peer::Remote, Peer::Owner("dana".into()), Peer::Stranger] {
                for speak_as in [None, Some("dana"), Some("")] {
                    let refused = asked(peer.clone(), Some(wrong), speak_as).unwrap_err();
                    assert_eq!(refused, nothing, "{wrong:?}");
                }
            }
        }
        for speak_as in [None, Some("dana")] {
            assert_eq!(asked(Peer::Stranger, None, speak_as).unwrap_err(), nothing);
            assert_eq!(asked(Peer::Remote, None, speak_as).unwrap_err(), nothing);
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
    }

    #[test]
    fn a_member_of_the_group_is_a_lead_under_their_own_name_and_no_other() {
        let omar = || Peer::Member("omar".into());
        assert_eq!(who(omar(), None, None), Ok("omar lead".to_owned()));
        assert_eq!(who(omar(), None, Some("omar")), Ok("omar lead".to_owned()));
        for other in ["dana", "", " "] {
            assert_eq!(who(omar(), None, Some(other)), Err(403), "{other:?}");
        }
        assert_eq!(
            who(omar(), Some("Bearer wall's"), None),
            Ok("wall wall".to_owned())
        );
    }

    #[test]
    fn a_token_is_32_hex_digits() {
        assert_eq!(token_text([0x0a; 16]), "0a".repeat(16));
    }
}
