//! The timeline as plain lines, for a pipe: one line for everything that happens, as it happens.

use super::{Demo, DemoError};
use crate::client::connection::Hub;
use crate::domain::claims::ClaimEnd;
use crate::domain::event::{Event, Recorded};
use crate::domain::picture::Picture;
use crate::domain::text::Clean;
use crate::domain::timeline::{Entry, What};
use crate::tui::screen::line;
use crate::wire::Poll;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::io::{self, ErrorKind, Write};

/// Seconds a poll waits for news; the end of the demo ends it sooner.
const WAIT: u64 = 5;

/// Turns the log into lines, event by event.
#[derive(Debug, Default)]
pub struct Timeline {
    picture: Picture,
}

impl Timeline {
    /// The line of the next event of the log, without a line break; `None` when it has none.
    pub fn line(&mut self, recorded: &Recorded) -> Option<String> {
        self.picture.apply(recorded);
        if let Event::ClaimEnded(ended) = &recorded.event
            && ended.why == ClaimEnd::Done
        {
            // The line of the call, just before, has said so.
            return None;
        }
        match recorded.incident.and_then(|id| self.picture.incident(id)) {
            Some(incident) => incident.entry(recorded.seq).map(of_incident),
            None => of_the_hub(recorded),
        }
    }
}

fn of_incident(entry: &Entry) -> String {
    let who = match entry.what {
        What::Alert => "alert",
        _ => entry.by.as_str(),
    };
    written(entry.said_at, who, &line::timed(entry, entry.at, &TimeZone::UTC))
}

fn of_the_hub(recorded: &Recorded) -> Option<String> {
    match &recorded.event {
        Event::AlertFired(fired) => {
            let text = format!(
                "{} (no incident of ours; it waits in the inbox)",
                fired.alert.title
            );
            Some(written(recorded.said_at, "alert", &text))
        }
        Event::AlertCleared(cleared) => {
            let text = format!("{} (in the inbox) has cleared", cleared.title);
            Some(written(recorded.said_at, "alert", &text))
        }
        _ => None,
    }
}

fn written(at: Timestamp, who: &str, text: &str) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    Clean::line(&format!("{}  {who:<6} {text}", at.strftime("%H:%M:%S"))).to_string()
}

/// Prints what the demo is, and then every line of its timeline as it happens, until the demo has
/// [finished](Demo::finished) or nobody reads any more.
///
/// # Errors
/// The lines cannot be written, or the hub of the demo cannot be reached.
pub async fn print_timeline(demo: &Demo, out: &mut impl Write) -> Result<(), DemoError> {
    let printed = print(demo, out).await;
    match printed {
        // `warroom demo | head` has seen enough.
        Err(DemoError::Print(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}

async fn print(demo: &Demo, out: &mut impl Write) -> Result<(), DemoError> {
    put(out, demo.headline())?;
    let mut printer = Printer {
        hub: demo.reader().clone(),
        timeline: Timeline::default(),
    };
    let finished = demo.finished();
    tokio::pin!(finished);
    loop {
        let over = tokio::select! {
            biased;
            () = &mut finished => true,
            printed = printer.news(WAIT, out) => {
                printed?;
                false
            }
        };
        if over {
            return printer.news(0, out).await;
        }
    }
}

struct Printer {
    hub: Hub,
    timeline: Timeline,
}

impl Printer {
    async fn news(&mut self, wait: u64, out: &mut impl Write) -> Result<(), DemoError> {
        let poll = Poll {
            after: self.timeline.picture.through(),
            wait,
            ..Poll::default()
        };
        let news = self.hub.poll(&poll, || ()).await?;
        for recorded in &news.events {
            if let Some(line) = self.timeline.line(recorded) {
                put(out, &line)?;
            }
        }
        Ok(())
    }
}

/// One write a line, so that lines of several writers do not mix.
fn put(out: &mut impl Write, line: &str) -> io::Result<()> {
    out.write_all(format!("{line}\n").as_bytes())?;
    out.flush()
}
