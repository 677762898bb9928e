//! The way of every verb that asks the hub for one thing: look, ask, and say what was recorded.

use super::context::Context;
use super::failure::Failure;
use super::line;
use super::session::{Asked, KEPT, Sent, Session};
use crate::run::embedded::Life;
use crate::wire::Outcome;

/// A verb that comes to one command.
pub trait Act {
    /// The command, given the picture as it is now.
    ///
    /// # Errors
    /// What was typed means nothing there.
    fn ask(&self, session: &Session) -> Result<Asked, Failure>;

    /// What was typed and is not part of it: said after it is recorded.
    fn left_out(&self) -> Option<String> {
        None
    }
}

pub async fn perform(context: &mut Context, act: &impl Act) -> Result<u8, Failure> {
    let session = Session::open(context, Life::Command).await;
    let mut session = session.map_err(Failure::not_sent)?;
    let done = ask(context, &mut session, act).await;
    session.end().await;
    done.map(|()| 0)
}

async fn ask(context: &mut Context, session: &mut Session, act: &impl Act) -> Result<(), Failure> {
    let asked = act.ask(session)?;
    tell(context, session, asked).await?;
    match act.left_out() {
        Some(left_out) => context.line(left_out),
        None => Ok(()),
    }
}

/// Submits it, and says in the words of the timeline what became of it.
pub async fn tell(context: &mut Context, session: &mut Session, asked: Asked) -> Result<(), Failure> {
    let sent = session.deliver(asked).await?;
    told(context, session, sent).await
}

/// Says what became of what was sent.
pub async fn told(context: &mut Context, session: &mut Session, sent: Sent) -> Result<(), Failure> {
    let (id, accepted) = match sent {
        Sent::Accepted(id, accepted) => (id, accepted),
        Sent::Kept => return context.line(format!("{}{}.", KEPT[..1].to_uppercase(), &KEPT[1..])),
    };
    context.recorded = true;
    let caused = session.caused(id, &accepted).await?;
    if caused.is_empty() {
        return context.line(match accepted.outcome {
            Outcome::AlreadySo => "It was so already; nothing was recorded.",
            // Of no incident: it stands in no timeline.
            Outcome::Accepted => "Recorded.",
        });
    }
    for (incident, entry) in caused {
        let words = line::words(&entry, session.now, &session.zone);
        context.line(match context.plain {
            // What was recorded first, then the number that `undo` takes.
            Some(_) => format!("Recorded: {words}. Line {}.", entry.seq),
            None => format!("{incident} {} {}  {words}", entry.seq, entry.by),
        })?;
    }
    Ok(())
}
