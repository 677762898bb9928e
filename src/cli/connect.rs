//! `warroom connect`: the vendors that are set up, whether they would work, and what waits for somebody.

use super::act::{Act, perform};
use super::context::Context;
use super::failure::Failure;
use super::session::{Asked, Session};
use crate::clock::Clock;
use crate::connect::http::Client;
use crate::connect::told::Finding;
use crate::connect::vendor::Named;
use crate::domain::command::Command;
use crate::domain::dispatches::{Dispatch, DispatchKey, SettleDispatch, Settling};
use crate::domain::nearest::nearest;
use crate::domain::span::ago;
use crate::domain::text::Clean;
use crate::run::embedded::Life;
use crate::wire::{self, Connected, VendorLine};
use clap::{Args, Subcommand};
use jiff::Timestamp;

const NONE: &str = "No vendor is set up; README.md says how ([connect.NAME] in the settings of the hub).";

#[derive(Debug, Subcommand)]
pub enum Connect {
    /// Say how each vendor of the hub is doing, and what waits for somebody
    List(List),
    /// Try each vendor that is set up here, and say what to mend
    Check(Check),
    /// Say what becomes of something that a vendor refused, or that may be there or not
    Settle(Settle),
}

#[derive(Debug, Args)]
pub struct List {
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Its name in [connect.NAME]; without one, all of them
    name: Option<String>,
}

#[derive(Debug, Args)]
pub struct Settle {
    /// As `warroom connect list` names it: INC-7/page/post/57
    dispatch: DispatchKey,
    /// again: send it once more; by-hand: it is there; drop: it need not go there
    #[arg(value_parser = ["again", "by-hand", "drop"])]
    how: String,
    /// Why
    #[arg(long)]
    reason: String,
}

impl Connect {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        match self {
            Connect::List(list) => list.run(context).await,
            Connect::Check(check) => check.run(context).await,
            Connect::Settle(settle) => perform(context, settle).await,
        }
    }
}

impl List {
    async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let connected = session.get::<Connected>(wire::CONNECT).await;
        let waiting = waiting(&session);
        let now = session.now;
        session.end().await;
        let connected = connected?;
        if self.json {
            context.json(&serde_json::json!({ "vendors": connected.vendors, "waiting": waiting }))?;
            return Ok(0);
        }
        if connected.vendors.is_empty() {
            context.line(NONE)?;
        }
        for link in &connected.vendors {
            context.lines(row(link, now))?;
        }
        for dispatch in waiting {
            let why = dispatch.why().map(|why| format!(": {why}")).unwrap_or_default();
            context.line(format!(
                "WAITS FOR SOMEBODY  {}  {}{why}",
                dispatch.key, dispatch.of
            ))?;
        }
        Ok(0)
    }
}

/// What somebody has to decide on, in every incident that is not closed.
fn waiting(session: &Session) -> Vec<Dispatch> {
    let open = session.picture.open();
    open.iter()
        .flat_map(|incident| incident.dispatches.waiting().cloned())
        .collect()
}

/// One vendor in a line.
fn row(link: &VendorLine, now: Timestamp) -> String {
    let does = match (link.reads, link.takes.is_empty()) {
        (true, true) => "read".to_owned(),
        (reads, false) => {
            let takes: Vec<&str> = link.takes.iter().map(|what| what.as_str()).collect();
            let read = if reads { "read, " } else { "" };
            format!("{read}takes {}", takes.join(", "))
        }
        (false, true) => "not used".to_owned(),
    };
    let success = match link.last_success {
        Some(at) => format!("last worked {} ago", ago(at, now)),
        None => "has not worked yet".to_owned(),
    };
    let lag = link.lag_ms.map(|lag| format!(" in {lag} ms")).unwrap_or_default();
    let mut row = format!("{:<14} {:<12} {does}; {success}{lag}", link.name, link.kind);
    if link.queue > 0 {
        row += &format!("; {} on the way", link.queue);
    }
    if let Some(error) = &link.last_error {
        let times = match link.failures {
            0 | 1 => String::new(),
            several => format!(" ({several} times in a row)"),
        };
        row += &format!("; FAILS{times}: {error}");
    }
    if let Some(next) = link.next_try.filter(|next| *next > now) {
        row += &format!("; next try in {} s", next.duration_since(now).as_secs());
    }
    for fault in &link.faults {
        row += &format!("\n{:<14} cannot be used: {fault}", "");
    }
    row
}

impl Check {
    async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let all = context.settings.config.connect.clone();
        let chosen: Vec<&Named> = match &self.name {
            None => all.iter().collect(),
            Some(name) => vec![find(&all, name)?],
        };
        if chosen.is_empty() {
            context.line(NONE)?;
        }
        let client = Client::new().map_err(Failure::said)?;
        let now = Clock::real().now();
        let mut wrong = false;
        for named in chosen {
            let findings = match named.vendor(client.clone()) {
                Ok(mut vendor) => vendor.check(now).await,
                Err(why) => vec![Finding::bad("its address", why)],
            };
            for finding in findings {
                let (mark, more) = match &finding.wrong {
                    None => ("good", String::new()),
                    Some(why) => ("BAD ", format!(": {why}")),
                };
                wrong |= finding.wrong.is_some();
                context.line(format!("{:<14} {mark} {}{more}", named.name, finding.what))?;
            }
        }
        Ok(u8::from(wrong))
    }
}

fn find<'a>(all: &'a [Named], name: &str) -> Result<&'a Named, Failure> {
    all.iter()
        .find(|named| named.name.as_str() == name)
        .ok_or_else(|| {
            let meant = nearest(name, all.iter().map(|named| named.name.as_str()));
            let meant = meant
                .map(|name| format!("; did you mean {name}?"))
                .unwrap_or_default();
            Failure::said(format!("no vendor is set up here under the name {name:?}{meant}"))
        })
}

impl Act for Settle {
    fn ask(&self, _session: &Session) -> Result<Asked, Failure> {
        let how = match self.how.as_str() {
            "again" => Settling::Again,
            "by-hand" => Settling::ByHand,
            _ => Settling::Dropped,
        };
        let settle = SettleDispatch {
            dispatch: self.dispatch.clone(),
            how,
            reason: Clean::from(self.reason.as_str()),
        };
        Ok(Command::SettleDispatch(settle).into())
    }
}
