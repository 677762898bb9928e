//! `warroom declare`: opens an incident by hand, or from an alert of the inbox.

use super::act::{Act, perform};
use super::alert;
use super::context::Context;
use super::failure::Failure;
use super::moment::{Side, maybe};
use super::session::{Asked, Session};
use super::word;
use crate::domain::command::Command;
use crate::domain::declaration::DeclareIncident;
use crate::domain::ids::Component;
use crate::domain::severity::Severity;
use crate::domain::text::Clean;
use clap::Args;
use std::io::{self, IsTerminal, Write};

#[derive(Debug, Args)]
pub struct Declare {
    /// What customers feel, in a few words
    #[arg(required_unless_present = "alert")]
    title: Option<String>,
    /// sev1 to sev4; left out, the playbook's
    #[arg(long, value_parser = word::severity)]
    severity: Option<Severity>,
    /// A part of the service that is affected; may be given several times
    #[arg(long)]
    component: Vec<String>,
    /// Left out: the playbook "unknown"
    #[arg(long)]
    playbook: Option<String>,
    /// When the first alert was seen, if not now: 14:30, 5m ago as 5m, or RFC 3339
    #[arg(long, allow_hyphen_values = true)]
    alerted_at: Option<String>,
    /// An alert of the inbox this is about: SOURCE/FINGERPRINT
    #[arg(long)]
    alert: Option<String>,
    /// Declare in the local room of this machine without being asked
    #[arg(long)]
    yes: bool,
}

impl Act for Declare {
    fn ask(&self, session: &Session) -> Result<Asked, Failure> {
        let declare = DeclareIncident {
            title: word::whole("the title", self.title.clone().unwrap_or_default(), word::TITLE)?.into(),
            severity: self.severity,
            components: self
                .component
                .iter()
                .map(|name| Component::from(name.as_str()))
                .collect(),
            playbook: self.playbook.as_deref().map(Clean::from),
            alerted_at: maybe(self.alerted_at.as_deref(), Side::Past, session.now, &session.zone)?,
            alert: self.alert.as_deref().map(alert::key).transpose()?,
        };
        Ok(Command::DeclareIncident(declare).into())
    }
}

impl Declare {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        self.ask_about_the_local_room(context)?;
        perform(context, self).await
    }

    /// An incident in a room nobody else sees is declared on purpose, or not at all.
    fn ask_about_the_local_room(&self, context: &Context) -> Result<(), Failure> {
        if context.settings.config.hub.is_some() || self.yes {
            return Ok(());
        }
        let seen_by = match &context.settings.config.local {
            None => "nobody else sees".to_owned(),
            Some(local) => format!("only the group {} sees", local.group.value),
        };
        let place =
            format!("no hub is named, so this goes into the local room of this machine, which {seen_by}");
        // In plain mode what is typed is a line of its own.
        if context.plain.is_some() || !io::stdin().is_terminal() {
            return Err(Failure::usage(format!(
                "{place}; name a hub with --hub, or say --yes to declare here"
            )));
        }
        let mut ask = io::stderr();
        write!(ask, "{place}. Declare here? [y/N] ")?;
        ask.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        match answer.trim().to_lowercase().as_str() {
            "y" | "yes" => Ok(()),
            _ => Err(Failure::said("nothing was declared")),
        }
    }
}
