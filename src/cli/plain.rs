//! `warroom --plain`: every flow in lines of text, for screen readers, braille lines and terminals that draw nothing.
//!
//! What is typed goes through the grammar of the verbs, and over the outbox of a screen. Lines are whole and follow one
//! another; nothing is drawn, moved, coloured, or written where somebody types.

mod grammar;
mod lists;
mod news;
mod summary;
mod walk;
mod words;

use super::context::{Context, Plain};
use super::failure::Failure;
use super::globals::Announce;
use super::numbers::Numbers;
use super::session::Session;
use super::{Verb, ear};
use crate::config::values::Notify;
use crate::domain::ids::IncidentId;
use crate::run::desk::{Desk, Opening};
use crate::run::embedded::Life;
use crate::run::lines::{self, Line};
use crate::tui::screen::phones;
use grammar::{Read, Said};
use std::io::{self, IsTerminal};
use std::sync::Arc;
use tokio::sync::Mutex;
use tokio::sync::mpsc::Receiver;
use walk::Walk;

/// Where it runs, and how.
pub struct Chosen {
    /// Why it runs, if nobody asked for it.
    pub why: Option<&'static str>,
    pub ascii: bool,
}

/// Opens it and stays until somebody leaves it, or the input ends.
pub async fn run(context: &mut Context, opening: Opening, chosen: Chosen) -> Result<u8, Failure> {
    let desk = Arc::new(Mutex::new(Desk::open(opening)?));
    context.plain = Some(Plain {
        desk: desk.clone(),
        numbers: Numbers::default(),
        ascii: chosen.ascii,
    });
    let mut room = Room {
        desk: desk.clone(),
        lines: lines::spawn(io::stdin())?,
        typed: io::stdin().is_terminal(),
        announce: context.announce,
        walk: None,
        leaves: false,
        refused: false,
        rung: false,
        told: None,
    };
    let ended = room.stay(context, chosen.why).await;
    drop(room);
    let status = match &ended {
        Ok(status) => *status,
        Err(failure) => failure.code(),
    };
    context.plain = None;
    // Every visit has ended by now: this is the last hold on it.
    if let Some(desk) = Arc::into_inner(desk) {
        let left = desk.into_inner().leave(status).await;
        let words = left.unsent.words();
        if !words.is_empty() && !matches!(ended, Err(Failure::Closed)) {
            context.line(ear::line(&words, chosen.ascii))?;
        }
    }
    ended
}

struct Room {
    desk: Arc<Mutex<Desk>>,
    lines: Receiver<Line>,
    /// Somebody types; else the lines come from a pipe or a file.
    typed: bool,
    announce: Announce,
    /// The call that is gone through, question by question.
    walk: Option<Walk>,
    /// `leave` was typed and said what it is.
    leaves: bool,
    refused: bool,
    /// It has rung since the last line.
    rung: bool,
    /// The incident of which whoever types was told last.
    told: Option<IncidentId>,
}

impl Room {
    async fn stay(&mut self, context: &mut Context, why: Option<&str>) -> Result<u8, Failure> {
        if let Some(why) = why {
            context.line(why)?;
        }
        let ended = self.desk.lock().await.settle().await;
        if let Some(status) = ended {
            return Ok(status);
        }
        self.summary(context).await?;
        self.news(context).await?;
        self.prompt(context).await?;
        loop {
            let desk = self.desk.clone();
            let hears = async move { desk.lock().await.hear().await };
            tokio::select! {
                ended = hears => {
                    if let Some(status) = ended {
                        return Ok(status);
                    }
                    self.overheard(context).await?;
                }
                line = self.lines.recv() => {
                    let Some(line) = line else {
                        if self.typed {
                            // The shell's own prompt is not to stand behind this one.
                            context.painted(b"\n")?;
                        }
                        return self.done(context);
                    };
                    if self.heard(context, line).await? {
                        return self.done(context);
                    }
                    self.rung = false;
                    self.news(context).await?;
                    self.prompt(context).await?;
                }
            }
        }
    }

    /// As the other verbs end: 1 where something of a script was refused.
    fn done(&self, context: &mut Context) -> Result<u8, Failure> {
        context.flush()?;
        Ok(u8::from(self.refused && !self.typed))
    }

    /// One line. True when it ends the room.
    async fn heard(&mut self, context: &mut Context, line: Line) -> Result<bool, Failure> {
        context.recorded = false;
        let typed = match line {
            Line::Typed(typed) => typed,
            Line::TooLong => {
                self.refused = true;
                context.line("NOT UNDERSTOOD: that line is too long; write it in parts.")?;
                return Ok(false);
            }
        };
        if let Some(walk) = &mut self.walk {
            let went = walk.heard(context, &self.desk, &typed).await;
            return match self.said(context, went, &typed)? {
                Some(walk::Went::On) | None => Ok(false),
                Some(walk::Went::Over) => {
                    self.walk = None;
                    Ok(false)
                }
                Some(walk::Went::Left) => Ok(true),
            };
        }
        self.follow(context).await;
        let names = lists::names(&*self.desk.lock().await);
        let left = std::mem::take(&mut self.leaves);
        let read = match grammar::read(&typed, &names) {
            Read::Nothing => Read::Said(Box::new(Said::Next)),
            // To leave the room is what most mean by it.
            Read::Said(said) if !left && typed.trim() == "leave" && matches!(*said, Said::Verb(_)) => {
                self.leaves = true;
                Read::Help(vec![
                    "Nothing was done. quit ends this program. leave means that you make no more calls, and what you \
                     have goes to who stands in: type leave once more for that."
                        .to_owned(),
                ])
            }
            read => read,
        };
        let done = self.act(context, read).await;
        Ok(self.said(context, done, &typed)?.unwrap_or(false))
    }

    async fn act(&mut self, context: &mut Context, read: Read) -> Result<bool, Failure> {
        match read {
            Read::Said(said) => return self.does(context, *said).await,
            Read::Number(number) => lists::read_out(context, &self.desk, number).await?,
            Read::Nothing => {}
            Read::Help(lines) => {
                for line in lines {
                    context.line(line)?;
                }
            }
            Read::Wrong(why) => return Err(Failure::usage(why.join(". "))),
        }
        Ok(false)
    }

    async fn does(&mut self, context: &mut Context, said: Said) -> Result<bool, Failure> {
        match said {
            Said::Next => {
                let numbers = numbers(context);
                context.line(summary::next(self.desk.lock().await.stage(), &numbers))?;
            }
            Said::Summary => self.summary(context).await?,
            Said::List { all } => lists::accounts(context, &self.desk, all.is_some()).await?,
            Said::Dues { all } => lists::dues(context, &self.desk, all.is_some()).await?,
            Said::Card { account } => {
                let account = self.account(context, &account).await?;
                walk::card(context, &self.desk, account).await?;
            }
            Said::Call { account } => {
                self.same_incident(context)?;
                let account = self.account(context, &account).await?;
                self.walk = Walk::begin(context, &self.desk, account).await?;
            }
            Said::Phones => {
                let known = phones::known(self.desk.lock().await.stage());
                if known.is_empty() {
                    context.line("Nobody is known here: no list of people has been imported.")?;
                }
                for line in known {
                    context.line(line)?;
                }
            }
            Said::Incident { id } => lists::incident(context, &self.desk, id).await?,
            Said::Help { verb } => {
                for line in helped(&verb)? {
                    context.line(line)?;
                }
            }
            Said::Quit => return Ok(true),
            Said::Verb(verb) => {
                self.same_incident(context)?;
                // Boxed: this is called by it.
                let verb: Verb = *verb;
                Box::pin(super::run(context, Some(verb))).await?;
            }
        }
        Ok(false)
    }

    async fn account(
        &mut self,
        context: &mut Context,
        given: &str,
    ) -> Result<crate::domain::ids::AccountId, Failure> {
        let session = Session::open(context, Life::Command).await?;
        let account = session.account(given);
        session.end().await;
        account
    }

    /// What was typed before somebody heard that it would be about another incident is not done about that one.
    fn same_incident(&self, context: &Context) -> Result<(), Failure> {
        let shown = context.plain.as_ref().and_then(|plain| plain.numbers.incident);
        match self.told {
            Some(told) if shown != Some(told) => Err(Failure::said(format!(
                "you were in {told}, and what you type is about that one no longer; type it again if it still holds"
            ))),
            Some(_) | None => Ok(()),
        }
    }

    /// What is typed is about the incident that is shown; numbers of another one's lists stand for nothing here.
    async fn follow(&self, context: &mut Context) {
        let shown = self
            .desk
            .lock()
            .await
            .stage()
            .incident()
            .map(|incident| incident.id);
        if let Some(plain) = &mut context.plain
            && plain.numbers.incident != shown
        {
            plain.numbers = Numbers {
                incident: shown,
                ..Numbers::default()
            };
        }
    }

    /// Says why something was not done. Nothing that was typed is lost: it is said back.
    fn said<T>(
        &mut self,
        context: &mut Context,
        done: Result<T, Failure>,
        typed: &str,
    ) -> Result<Option<T>, Failure> {
        let failure = match done {
            Ok(done) => return Ok(Some(done)),
            Err(failure @ (Failure::Closed | Failure::Ended(_))) => return Err(failure),
            Err(failure) if context.recorded => failure.after_recording(),
            Err(failure) => failure,
        };
        self.refused = true;
        let word = match failure {
            Failure::Usage(_) => "NOT UNDERSTOOD",
            Failure::Unknown(_) => "NOT KNOWN",
            _ if context.recorded => "BUT",
            _ => "NOT DONE",
        };
        if let Some(sentence) = failure.sentence() {
            context.lines(format!("{word}: {}", sentence.trim_end_matches('.')).trim_end())?;
            context.line(format!("You typed: {}", typed.trim()))?;
        }
        Ok(None)
    }

    async fn summary(&self, context: &mut Context) -> Result<(), Failure> {
        self.follow(context).await;
        let lines = summary::lines(self.desk.lock().await.stage(), &numbers(context));
        lines.into_iter().try_for_each(|line| context.line(line))
    }

    /// News came while nobody has pressed Enter.
    async fn overheard(&mut self, context: &mut Context) -> Result<(), Failure> {
        if self.typed && self.announce == Announce::Prompt && !self.desk.lock().await.answers() {
            let rings = self.desk.lock().await.rings() && !self.rung;
            let notify = context.settings.config.screen.notify.as_ref();
            let silent = notify.is_some_and(|notify| notify.value == Notify::Off);
            if rings && !silent && io::stdout().is_terminal() {
                self.rung = true;
                context.painted(b"\x07")?;
                context.flush()?;
            }
            return Ok(());
        }
        let (ripe, answers) = {
            let desk = self.desk.lock().await;
            (desk.ripe(), desk.answers())
        };
        if ripe || answers {
            if self.typed {
                context.painted(b"\n")?;
            }
            self.news(context).await?;
            self.prompt(context).await?;
        }
        Ok(())
    }

    async fn news(&mut self, context: &mut Context) -> Result<(), Failure> {
        let tellings = {
            let mut desk = self.desk.lock().await;
            self.told = desk.stage().incident().map(|incident| incident.id);
            desk.tellings()
        };
        news::lines(tellings)
            .into_iter()
            .try_for_each(|line| context.line(line))?;
        context.flush()
    }

    /// Where somebody types, that they may.
    async fn prompt(&self, context: &mut Context) -> Result<(), Failure> {
        if let Some(walk) = &self.walk {
            walk.ask(context, &self.desk).await?;
        }
        if self.typed {
            context.painted(b"> ")?;
        }
        context.flush()
    }
}

fn numbers(context: &Context) -> Numbers {
    let plain = context.plain.as_ref();
    plain.map(|plain| plain.numbers.clone()).unwrap_or_default()
}

fn helped(verb: &[String]) -> Result<Vec<String>, Failure> {
    match verb {
        [] => Ok(HELP.map(str::to_owned).to_vec()),
        [all] if all == "all" => Ok(grammar::verbs()),
        verb => match grammar::help(verb) {
            Read::Help(lines) => Ok(lines),
            Read::Wrong(why) => Err(Failure::usage(why.join(". "))),
            Read::Said(_) | Read::Number(_) | Read::Nothing => Ok(Vec::new()),
        },
    }
}

/// By purpose, not by letter.
const HELP: [&str; 9] = [
    "What to do: next, or Enter alone, says what is next for you. summary says how it stands.",
    "Whom to call: list reads them out with numbers. card 1 reads the phone number and what to know. claim 1 takes it.",
    "To call: call 1 goes through the call question by question; Enter skips one, back goes back, stop keeps it for later.",
    "What came of it: result 1 voicemail; result 1 reached --note \"words\" --promise \"send the logs @15:30\".",
    "A mistake: undo takes back what you recorded last.",
    "What is due: dues reads it out with numbers. inform ceo, keep 41, settle 2 --kept. owed: over all incidents.",
    "To tell the others: note and the words. plan, ask, answer, brief. log says what happened last.",
    "Numbers stand for names after list and dues; a number alone reads that line out in full.",
    "help claim says how claim is typed; help all names every verb. quit ends this.",
];
