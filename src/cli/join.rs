//! `warroom join`: brings what a local room has recorded into the team's hub, as late entries.

use super::context::Context;
use super::failure::Failure;
use super::session::Session;
use crate::client::ClientError;
use crate::config::origin::{Origin, Set};
use crate::config::values::{self, HubAddress};
use crate::domain::command::{Command, Submission};
use crate::domain::event::Recorded;
use crate::domain::ids::{IncidentId, Seq, SubmissionId};
use crate::domain::incident::Incident;
use crate::domain::joining::{Late, late_entries};
use crate::domain::notes::{Stance, WriteNote};
use crate::domain::picture::Picture;
use crate::run::embedded::Life;
use crate::run::joining::{As, id, is_mark, mark};
use crate::tui::manner::Manner;
use crate::tui::words::when::clock;
use crate::wire::{Accepted, Outcome, Problem};
use clap::Args;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Join {
    /// The team's hub, such as https://hub.example.com; left out, the one in your settings
    #[arg(value_name = "HUB", value_parser = hub)]
    to: Option<HubAddress>,
    /// The incident there that it goes into, where somebody has declared one; left out, a new one
    #[arg(long, value_name = "ID")]
    into: Option<IncidentId>,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Send it without being asked
    #[arg(long)]
    yes: bool,
}

fn hub(text: &str) -> Result<HubAddress, String> {
    values::hub(text, &|path| PathBuf::from(path))
}

/// What became of the lines that were sent.
#[derive(Default)]
struct Told {
    sent: usize,
    already: usize,
    /// With the reason, and whether the words of it stand there all the same.
    refused: Vec<(Late, String, bool)>,
}

impl Join {
    pub async fn run(&self, context: &mut Context) -> Result<u8, Failure> {
        let (here, there) = self.rooms(context)?;
        let mut local = Session::connect(&here, Life::Command).await?;
        let mut team = Session::open(&there, Life::Command)
            .await
            .map_err(Failure::not_sent)?;
        let done = self.join(context, &mut local, &mut team).await;
        local.end().await;
        team.end().await;
        done
    }

    /// The local room, and the hub it is brought into.
    fn rooms(&self, context: &Context) -> Result<(Context, Context), Failure> {
        let (mut here, mut there) = (context.settings.clone(), context.settings.clone());
        here.config.hub = None;
        here.config.token_file = None;
        there.config.name = None;
        if let Some(named) = &self.to {
            there.config.hub = Some(Set {
                value: named.clone(),
                origin: Origin::Flag("HUB"),
            });
        }
        match there.config.hub {
            None => Err(Failure::usage(
                "say which hub the local room joins: `warroom join https://hub.example.com`",
            )),
            Some(_) => Ok((
                Context::new(here, None, Manner::default()),
                Context::new(there, None, Manner::default()),
            )),
        }
    }

    async fn join(
        &self,
        context: &mut Context,
        local: &mut Session,
        team: &mut Session,
    ) -> Result<u8, Failure> {
        let address = team.hub().address().to_string();
        let mut log = Vec::new();
        let keep = |line: &Recorded| log.extend((!is_mark(&line.cause)).then(|| line.clone()));
        local.catch_up(keep).await?;
        let all = late_entries(&local.picture, &log, |of| {
            context.incident.is_none_or(|only| only == of)
        });
        let mut goes = homes(&all, &team.picture);
        self.into(&all, &mut goes, &team.picture)?;
        let told = told_before(&all, &local.picture, &address);
        let is_new = |late: &&Late| {
            let told = goes.contains_key(&late.incident) && told.get(&late.incident) >= Some(&late.seq);
            !told && !is_there(late, &team.picture, &goes)
        };
        let new: Vec<&Late> = all.iter().filter(is_new).collect();
        if new.is_empty() {
            context.line(format!(
                "Nothing here is new to {address}: there is nothing to send."
            ))?;
            return Ok(0);
        }
        self.preview(context, local, &new, &goes, &address)?;
        if self.dry_run || !self.agreed(context, new.len(), &address)? {
            context.line("Nothing was sent.")?;
            return Ok(0);
        }
        let (told, broken) = send(team, &new, &mut goes).await;
        // What is there is there, also where the rest could not be sent: the next time goes on with that.
        if broken.is_none() {
            mark_joined(local, &new, &goes, &address).await?;
        }
        report(context, &told, &goes, &address)?;
        match broken {
            Some(failure) => Err(failure.not_sent()),
            None => Ok(u8::from(told.refused.iter().any(|(_, _, in_words)| !in_words))),
        }
    }

    /// Puts the one incident of here into the one of there that was named.
    fn into(
        &self,
        all: &[Late],
        goes: &mut BTreeMap<IncidentId, IncidentId>,
        team: &Picture,
    ) -> Result<(), Failure> {
        let Some(into) = self.into else {
            return Ok(());
        };
        let mut of: Vec<IncidentId> = all.iter().map(|late| late.incident).collect();
        of.dedup();
        let [only] = of.as_slice() else {
            return Err(Failure::usage(
                "--into takes one incident of the local room; say which with --incident",
            ));
        };
        team.which(Some(into))?;
        match goes.insert(*only, into) {
            Some(before) if before != into => Err(Failure::said(format!(
                "{only} of the local room is {before} there already, and goes on in it; leave --into out"
            ))),
            _ => Ok(()),
        }
    }

    fn preview(
        &self,
        context: &mut Context,
        local: &Session,
        new: &[&Late],
        goes: &BTreeMap<IncidentId, IncidentId>,
        address: &str,
    ) -> Result<(), Failure> {
        let mut of = None;
        for late in new {
            if of != Some(late.incident) {
                of = Some(late.incident);
                let title = local
                    .picture
                    .incident(late.incident)
                    .map(title)
                    .unwrap_or_default();
                let into = match goes.get(&late.incident) {
                    Some(into) => format!("into {into}"),
                    None => "as a new incident".to_owned(),
                };
                context.line(format!("{} {title}: {into} at {address}", late.incident))?;
            }
            let at = clock(late.said_at, local.now, &local.zone);
            context.line(format!("{:>5} {at} {:<10} {}", late.seq, late.by, late.words))?;
        }
        Ok(())
    }

    fn agreed(&self, context: &mut Context, count: usize, address: &str) -> Result<bool, Failure> {
        if self.yes {
            return Ok(true);
        }
        context.flush()?;
        if !io::stdin().is_terminal() {
            return Err(Failure::usage(format!(
                "{} would be sent to {address}; say --yes to send them",
                lines(count)
            )));
        }
        let mut ask = io::stderr();
        write!(
            ask,
            "Send {} to {address}, under the names of who said them? [y/N] ",
            lines(count)
        )?;
        ask.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }
}

fn title(incident: &Incident) -> String {
    format!("{} ({})", incident.title, incident.severity.as_str())
}

fn lines(count: usize) -> String {
    match count {
        1 => "1 line".to_owned(),
        many => format!("{many} lines"),
    }
}

fn word(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Up to which line of each incident the hub was told before, by the marks that were left here.
fn told_before(all: &[Late], local: &Picture, address: &str) -> BTreeMap<IncidentId, Seq> {
    let marked = all.iter().filter(|late| local.knows(&mark(address, late)));
    marked.map(|late| (late.incident, late.seq)).collect()
}

/// Which incident there each of here is, where it was brought before.
fn homes(all: &[Late], team: &Picture) -> BTreeMap<IncidentId, IncidentId> {
    let homes = all.iter().filter_map(|late| {
        let known = [As::Itself, As::Plain, As::Words].map(|kind| id(late, kind));
        Some((late.incident, caused_in(team, &known)?))
    });
    // The first line is the declaration; what came before from another incident's line never names another.
    let mut found = BTreeMap::new();
    for (here, there) in homes {
        found.entry(here).or_insert(there);
    }
    found
}

fn caused_in(team: &Picture, causes: &[SubmissionId]) -> Option<IncidentId> {
    let mut incidents = team.incidents();
    let incident = incidents.find(|incident| {
        let mut timeline = incident.timeline.iter();
        timeline.any(|entry| causes.contains(&entry.cause))
    });
    incident.map(|incident| incident.id)
}

/// It came before; or it declares what is declared there.
fn is_there(late: &Late, team: &Picture, goes: &BTreeMap<IncidentId, IncidentId>) -> bool {
    let known = [As::Itself, As::Plain, As::Words]
        .into_iter()
        .any(|kind| team.knows(&id(late, kind)));
    known || (late.declares() && goes.contains_key(&late.incident))
}

/// Sends one line after the other; where the hub goes away, says so beside what was sent until then.
async fn send(
    team: &mut Session,
    new: &[&Late],
    goes: &mut BTreeMap<IncidentId, IncidentId>,
) -> (Told, Option<Failure>) {
    let mut told = Told::default();
    for late in new {
        if let Err(failure) = send_one(team, late, goes, &mut told).await {
            return (told, Some(failure));
        }
    }
    (told, None)
}

async fn send_one(
    team: &mut Session,
    late: &Late,
    goes: &mut BTreeMap<IncidentId, IncidentId>,
    told: &mut Told,
) -> Result<(), Failure> {
    let (mut answer, mut kind) = (
        ask(team, late, As::Itself, late.command(), goes).await?,
        As::Itself,
    );
    let mut why = None;
    let other = late.plainly().map(|plain| (As::Plain, plain));
    let other = other.or_else(|| late.in_words().map(|words| (As::Words, words)));
    if let (Err(problem), Some((other, command))) = (&answer, other) {
        why = Some(problem.detail.clone());
        (answer, kind) = (ask(team, late, other, command, goes).await?, other);
    }
    match &answer {
        Ok(accepted) if accepted.outcome == Outcome::AlreadySo && why.is_none() => told.already += 1,
        Ok(_) if why.is_none() => told.sent += 1,
        Ok(_) => {}
        Err(problem) => why = why.or_else(|| Some(problem.detail.clone())),
    }
    if let (Ok(accepted), true) = (&answer, late.declares()) {
        let cause = id(late, kind);
        let lines = team.caused(cause, accepted).await?;
        if let Some((incident, _)) = lines.first() {
            goes.insert(late.incident, *incident);
        }
    }
    if let Some(why) = why {
        told.refused.push((late.clone(), why, answer.is_ok()));
    }
    Ok(())
}

async fn ask(
    team: &Session,
    late: &Late,
    brought: As,
    command: Command,
    goes: &BTreeMap<IncidentId, IncidentId>,
) -> Result<Result<Accepted, Problem>, Failure> {
    let incident = goes.get(&late.incident).copied();
    if incident.is_none() && !late.declares() {
        // Into whichever is open there it must not fall.
        let why = format!("{} was not declared there", late.incident);
        return Ok(Err(Problem::new(409, "refused", why)));
    }
    let submission = Submission {
        id: id(late, brought),
        incident: incident.filter(|_| !late.declares()),
        said_at: Some(late.said_at),
        command,
    };
    team.send(&submission).await
}

/// Says in the local room where it went, for whoever opens it next.
async fn mark_joined(
    local: &Session,
    new: &[&Late],
    goes: &BTreeMap<IncidentId, IncidentId>,
    address: &str,
) -> Result<(), Failure> {
    for (here, there) in goes {
        let Some(last) = new.iter().rev().find(|late| late.incident == *here) else {
            continue;
        };
        let text = format!(
            "joined: this goes on as {there} at {address}; brought there up to line {}",
            last.seq
        );
        let note = WriteNote {
            text: text.as_str().into(),
            stance: Stance::Did,
            account: None,
        };
        let submission = Submission {
            id: mark(address, last),
            incident: Some(*here),
            said_at: None,
            command: Command::WriteNote(note),
        };
        local.send(&submission).await?.map_err(ClientError::Refused)?;
    }
    Ok(())
}

fn report(
    context: &mut Context,
    told: &Told,
    goes: &BTreeMap<IncidentId, IncidentId>,
    address: &str,
) -> Result<(), Failure> {
    for (here, there) in goes {
        context.line(format!("{here} of the local room is {there} at {address}."))?;
    }
    let already = match told.already {
        0 => String::new(),
        count => format!("; {} so already", word(count, "was", "were")),
    };
    let refused = match told.refused.len() {
        0 => ".".to_owned(),
        count => format!("; {} not taken as it stands here:", word(count, "was", "were")),
    };
    context.line(format!("{} sent{already}{refused}", lines(told.sent)))?;
    for (late, why, in_words) in &told.refused {
        let instead = match in_words {
            true if late.declares() => "declared there without its components and playbook",
            true => "it stands there in words",
            false => "it is NOT there",
        };
        context.line(format!(
            "line {} {}: {}: {why}; {instead}",
            late.seq, late.by, late.words
        ))?;
    }
    Ok(())
}
