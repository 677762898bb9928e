//! `warroom invite`: one line that a colleague pastes, and their terminal is in the room.

use super::context::Context;
use super::failure::Failure;
use super::{token, word};
use crate::config::values::HubAddress;
use crate::connect::http::is_this_machine;
use crate::domain::actor::Access;
use crate::domain::ids::Name;
use crate::domain::span::Span;
use crate::run::settings::random;
use crate::wire::NewToken;
use clap::Args;
use std::path::Path;

#[derive(Debug, Args)]
pub struct Invite {
    /// viewer, wall, advocate, liaison, scribe, lead, commander, admin, source
    #[arg(long, value_parser = word::access)]
    role: Access,
    /// Who is invited: they speak under this name. Left out, it is the role and four digits
    #[arg(long)]
    name: Option<String>,
    /// How long it is good, or "never" for one that is good until it is revoked
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = lasts)]
    expires: Lasts,
}

/// How long an invitation is good.
#[derive(Clone, Copy, Debug)]
struct Lasts(Option<Span>);

fn lasts(text: &str) -> Result<Lasts, String> {
    match text.trim() {
        "never" => Ok(Lasts(None)),
        length => length.parse().map(|span| Lasts(Some(span))),
    }
}

/// What their machine has to know of the hub's certificate, which is not in the line.
fn certificate(url: &str, ca: Option<&Path>) -> Option<String> {
    let encrypted = url
        .split_once("://")
        .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https"));
    let words = match ca {
        None => {
            "the line works where the machine knows who signed the hub's certificate; where an authority of your own \
             did, give them its file, and let them set WARROOM_CA_FILE to where they put it before they paste"
                .to_owned()
        }
        Some(file) => format!(
            "the hub's certificate is checked by {} here; give them a copy of that file too, and let them set \
             WARROOM_CA_FILE to where they put it before they paste",
            file.display()
        ),
    };
    encrypted.then_some(words)
}

impl Invite {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let Some(HubAddress::Url(url)) = context.settings.config.hub.as_ref().map(|hub| &hub.value) else {
            return Err(Failure::usage(
                "say which hub they are invited to: --hub URL or WARROOM_HUB, by the address they reach it at",
            ));
        };
        let url = url.clone();
        let name = self.name()?;
        let new = NewToken {
            name: name.clone(),
            role: self.role,
            lasts: self.expires.0,
        };
        let made = token::made(context, new).await?;
        let until = match made.expires {
            Some(expires) => format!("good until {}", token::until(expires)),
            None => "good until it is revoked".to_owned(),
        };
        context.aside(format!(
            "{name} pastes this line into a terminal that has warroom. It asks the hub whose token it is, keeps it in a \
             file that only they can read, and names the hub in their settings if they have none; `warroom` then opens \
             the room. It is theirs alone, {until}; `warroom token revoke {name}` ends it at once"
        ));
        if is_this_machine(&url) {
            context.aside(format!("{url} is reached from this machine alone"));
        }
        let ca = context.settings.config.ca_file.as_ref();
        if let Some(words) = certificate(&url, ca.map(|file| file.value.as_path())) {
            context.aside(words);
        }
        // No comment goes with it: some shells take one for words.
        context.line(format!(
            "printf '%s\\n' {} | warroom token keep --hub '{}'",
            made.token,
            url.replace('\'', "'\\''")
        ))?;
        Ok(0)
    }

    fn name(&self) -> Result<Name, Failure> {
        match self.name.as_deref().map(str::trim) {
            Some("") => Err(Failure::usage("the name is empty; say who is invited")),
            Some(name) => Ok(Name::from(name)),
            None => {
                let digits = random().ok_or_else(|| Failure::said("the system has no randomness to give"))?;
                Ok(Name::from(
                    format!("{}-{:02x}{:02x}", self.role, digits[0], digits[1]).as_str(),
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_invited_to_an_encrypted_hub_is_told_of_its_certificate() {
        let own = certificate("https://hub.test", Some(Path::new("/etc/own-ca.pem"))).unwrap();
        assert!(
            own.contains("/etc/own-ca.pem") && own.contains("WARROOM_CA_FILE"),
            "{own}"
        );
        let public = certificate("HTTPS://hub.test", None).unwrap();
        assert!(
            public.contains("who signed") && public.contains("WARROOM_CA_FILE"),
            "{public}"
        );
        assert_eq!(certificate("http://127.0.0.1:7420", None), None);
    }
}
