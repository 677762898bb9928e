//! `warroom others`: the affected customers that are no key accounts, counted.

use super::act::tell;
use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use super::word;
use crate::domain::channel::Channel;
use crate::domain::command::Command;
use crate::domain::others::{CountOthers, RecordInbound};
use crate::run::embedded::Life;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub struct Others {
    /// How many there are; left out, what is known is printed
    count: Option<u64>,
    /// Who they are, and where the number is from
    #[arg(long, requires = "count")]
    of: Option<String>,
    /// So many more wrote in or called
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    wrote_in: Option<u32>,
    /// How they did: phone, email, sms, chat, video, in_person
    #[arg(long, value_parser = word::channel, default_value = "email", requires = "wrote_in")]
    channel: Channel,
    /// What it was about; nobody's name
    #[arg(long, requires = "wrote_in")]
    about: Option<String>,
    /// For machines
    #[arg(long)]
    json: bool,
}

impl Others {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await;
        let mut session = session.map_err(Failure::not_sent)?;
        let done = self.record(context, &mut session).await;
        session.end().await;
        done.map(|()| 0)
    }

    async fn record(&self, context: &mut Context, session: &mut Session) -> Result<(), Failure> {
        if let Some(count) = self.count {
            let of = self.of.as_deref().unwrap_or_default().into();
            let count = Command::CountOthers(CountOthers { count, of });
            tell(context, session, Asked::from(count)).await?;
        }
        if let Some(count) = self.wrote_in {
            let wrote = RecordInbound {
                count,
                channel: self.channel,
                about: self.about.as_deref().map(Into::into),
            };
            tell(context, session, Asked::from(Command::RecordInbound(wrote))).await?;
        }
        if self.count.is_some() || self.wrote_in.is_some() {
            return Ok(());
        }
        let incident = session.incident()?;
        let others = &incident.others;
        if self.json {
            let counted = others.counted();
            return context.json(&json!({
                "count": counted.map(|counted| counted.count),
                "of": counted.map(|counted| &counted.of),
                "wrote_in": others.wrote_in(),
                "page_text": incident.live_post().map(|post| post.number),
            }));
        }
        let line = incident.others_line();
        context.line(line.unwrap_or_else(|| "others: nobody has counted them yet".to_owned()))
    }
}
