//! A call gone through question by question: each is asked in a line and answered in one, and all of it is recorded at
//! the end.

use super::super::act::{tell, told};
use super::super::context::Context;
use super::super::failure::Failure;
use super::super::session::{Session, became};
use crate::domain::claims::StartCall;
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::run::desk::Desk;
use crate::run::embedded::Life;
use crate::tui::screen::sheet::spoken::{Spoken, Turn};
use tokio::sync::Mutex;

pub struct Walk {
    call: Spoken,
}

/// Where a line has led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    On,
    /// It is recorded, or kept for later.
    Over,
    /// Somebody leaves the program.
    Left,
}

/// Reads out what to know before a call, the number first.
pub async fn card(context: &mut Context, desk: &Mutex<Desk>, account: AccountId) -> Result<(), Failure> {
    let mut desk = desk.lock().await;
    known(&mut desk, &account).await?;
    let call = Spoken::new(desk.stage(), account);
    let lines = call.card(desk.stage());
    lines.into_iter().try_for_each(|line| context.line(line))
}

async fn known(desk: &mut Desk, account: &AccountId) -> Result<(), Failure> {
    match desk.card(account).await {
        Some(status) => Err(Failure::Ended(status)),
        None => Ok(()),
    }
}

impl Walk {
    /// Claims them and says "on the phone", where they are free to be called; `None` where there is no call to make.
    pub async fn begin(
        context: &mut Context,
        desk: &Mutex<Desk>,
        account: AccountId,
    ) -> Result<Option<Walk>, Failure> {
        card(context, desk, account.clone()).await?;
        let (starts, goes_on) = {
            let desk = desk.lock().await;
            let call = Spoken::new(desk.stage(), account.clone());
            (call.starts(desk.stage()), call.goes_on(desk.stage()))
        };
        if !starts && !goes_on {
            context.line("There is no call to begin. result and the account records one that was made.")?;
            return Ok(None);
        }
        let away = desk.lock().await.stage().away();
        if starts && away {
            context.line("The hub is away: nobody sees that you call them. What comes of it is kept.")?;
        } else if starts {
            let mut session = Session::open(context, Life::Command).await?;
            let start = Command::StartCall(StartCall {
                account: account.clone(),
            });
            let done = tell(context, &mut session, start.into()).await;
            session.end().await;
            done?;
        }
        context.line(
            "The call goes question by question. Enter skips one, back goes back, end goes to the last, stop keeps it \
             for later.",
        )?;
        let mut desk = desk.lock().await;
        desk.looking_at(Some(account.clone()));
        // What is recorded at the end is about this incident, or that in which it goes on.
        desk.hold();
        Ok(Some(Walk {
            call: Spoken::new(desk.stage(), account),
        }))
    }

    /// Asks the question that is open.
    pub async fn ask(&self, context: &mut Context, desk: &Mutex<Desk>) -> Result<(), Failure> {
        let lines = self.call.question(desk.lock().await.stage());
        lines.into_iter().try_for_each(|line| context.line(line))
    }

    /// One line: an answer, or where to go.
    pub async fn heard(
        &mut self,
        context: &mut Context,
        desk: &Mutex<Desk>,
        typed: &str,
    ) -> Result<Went, Failure> {
        match typed.trim() {
            "back" => {
                if !self.call.back(desk.lock().await.stage()) {
                    context.line("This is the first question.")?;
                }
                return Ok(Went::On);
            }
            "end" => {
                self.call.end();
                return Ok(Went::On);
            }
            "stop" => {
                self.stop(context, desk).await?;
                return Ok(Went::Over);
            }
            "quit" => {
                self.stop(context, desk).await?;
                return Ok(Went::Left);
            }
            "help" => {
                context.line(
                    "Answer in a line. #word is a topic, !15:30 and words a promise. Enter skips, back goes back, end \
                     goes to the last question, stop keeps it for later, quit ends this.",
                )?;
                return Ok(Went::On);
            }
            _ => {}
        }
        let mut locked = desk.lock().await;
        let turn = self.call.answer(typed, locked.stage());
        let (draft, texts) = self.call.draft();
        locked.keep(draft, texts);
        drop(locked);
        match turn {
            Turn::On(doubts) => {
                doubts.into_iter().try_for_each(|doubt| context.line(doubt))?;
                Ok(Went::On)
            }
            Turn::Again(why) => Err(Failure::usage(why)),
            Turn::Over => self.record(context, desk).await.map(|()| Went::Over),
        }
    }

    async fn stop(&self, context: &mut Context, desk: &Mutex<Desk>) -> Result<(), Failure> {
        let mut desk = desk.lock().await;
        let (_, texts) = self.call.draft();
        let numbers = context.plain.as_ref().map(|plain| plain.numbers.clone());
        let account = numbers
            .unwrap_or_default()
            .say(self.call.account(), desk.stage().incident());
        self.leave(&mut desk);
        match texts.iter().all(String::is_empty) {
            true => context.line(format!(
                "Stopped; nothing was written. The account is still yours: release {account} gives it back."
            )),
            false => context.line(format!(
                "Stopped; what you wrote is kept, and call {account} goes on with it."
            )),
        }
    }

    /// The desk is as it was before.
    fn leave(&self, desk: &mut Desk) {
        desk.looking_at(None);
        desk.let_go();
    }

    async fn record(&self, context: &mut Context, desk: &Mutex<Desk>) -> Result<(), Failure> {
        let mut locked = desk.lock().await;
        let incident = locked.stage().incident().map(|incident| incident.id);
        let command = self.call.record(locked.stage());
        let typed = Some(self.call.draft());
        let id = locked
            .submit(incident, None, command, typed)
            .map_err(Failure::Said)?;
        let outcome = locked.outcome().await.map_err(Failure::Ended)?;
        self.leave(&mut locked);
        drop(locked);
        let sent = became(id, outcome)?;
        let mut session = Session::open(context, Life::Command).await?;
        let done = told(context, &mut session, sent).await;
        session.end().await;
        done
    }
}
