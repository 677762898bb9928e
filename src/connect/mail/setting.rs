//! The table of a mail server.
//!
//! ```toml
//! [connect.mail]
//! kind = "mail"
//! host = "smtp.example.com"
//! tls = "starttls"                            # or "implicit", or "none" on this machine
//! user = "incidents@example.com"
//! token_file = "/etc/warroom/mail.token"
//! from = "Incidents <incidents@example.com>"
//! tells = ["levels", "dues", "posts", "reports"]
//! posts_to = ["dana"]                         # who gets each text, by the names in the list of people
//! ```

use super::letter;
use crate::domain::ids::Name;
use crate::domain::parcels::Tells;
use serde::Deserialize;
use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    pub host: String,
    /// Left out: 587 with `starttls`, 465 with `implicit`, 25 with `none`.
    pub port: Option<u16>,
    #[serde(default)]
    pub tls: Tls,
    pub user: Option<String>,
    pub token_file: Option<PathBuf>,
    pub from: String,
    pub tells: Vec<Told>,
    #[serde(default)]
    pub posts_to: Vec<Name>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    None,
    #[default]
    Starttls,
    Implicit,
}

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    Levels,
    Dues,
    Posts,
    Reports,
}

impl Setting {
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            Tls::None => 25,
            Tls::Starttls => 587,
            Tls::Implicit => 465,
        })
    }

    pub fn tells(&self) -> Tells {
        let told = |what: Told| self.tells.contains(&what);
        Tells {
            levels: told(Told::Levels),
            dues: told(Told::Dues),
            reports: told(Told::Reports),
            posts_to: match told(Told::Posts) {
                true => self.posts_to.clone(),
                false => Vec::new(),
            },
        }
    }

    pub fn check(&self) -> Vec<String> {
        let mut faults: Vec<String> = letter::sender(&self.from).err().into_iter().collect();
        let mut wrong = |so: bool, why: &str| {
            if so {
                faults.push(why.to_owned());
            }
        };
        wrong(
            self.host.trim().is_empty(),
            "host is empty; it is the name of the mail server",
        );
        wrong(
            self.user.is_some() != self.token_file.is_some(),
            "user and token_file go together: who signs in, and the file that holds the password",
        );
        let near = matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        wrong(
            self.tls == Tls::None && self.user.is_some() && !near,
            "tls = \"none\" would send the password readable to all; use \"starttls\" or \"implicit\"",
        );
        wrong(
            self.tells.is_empty(),
            "it tells nothing; say what in tells, as in tells = [\"levels\", \"dues\"]",
        );
        wrong(
            self.tells.contains(&Told::Posts) == self.posts_to.is_empty(),
            "\"posts\" in tells and posts_to go together: posts_to names who gets each text",
        );
        faults
    }
}
