//! What goes to somebody beside the screen: the bell or a notification, the window's title, the clipboard, and the program
//! they have chosen for what is overdue.

use super::alarm::Alarm;
use super::frames::Frames;
use super::habits::Habits;
use super::heard::Heard;
use super::on_due::OnDue;
use crate::config::values::Notify;
use crate::domain::text::{Clean, CleanText};
use crate::tui::alarm::Overdue;
use crate::tui::msg::Msg;
use crate::tui::osc;
use crate::tui::stage::Stage;
use crate::tui::title::title;
use std::io;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedSender;

pub struct Calls {
    habits: Habits,
    alarm: Alarm,
    on_due: Option<OnDue>,
    /// The title the window has.
    title: Clean,
}

impl Calls {
    /// # Errors
    /// When no thread can be started for the program.
    pub fn start(habits: Habits, sender: &UnboundedSender<Heard>) -> io::Result<Calls> {
        let program = habits.on_due.clone();
        let on_due = program.map(|command| OnDue::start(command, sender.clone()));
        Ok(Calls {
            habits,
            alarm: Alarm::default(),
            on_due: on_due.transpose()?,
            title: Clean::default(),
        })
    }

    /// Somebody has to look here at once.
    pub fn ring(&self, frames: &mut Frames) {
        match self.habits.notify {
            Notify::Off => {}
            Notify::Bell | Notify::Osc => frames.bell(),
        }
    }

    /// These are newly overdue; gives what to say where the program cannot be run for one.
    pub fn overdue(&mut self, dues: Vec<Overdue>, masked: bool) -> Option<Msg> {
        // A notification stands on a desktop that may be shared as well.
        self.alarm.add(dues.iter().map(|due| match masked {
            true => Clean::from("a due"),
            false => due.what.clone(),
        }));
        let program = self.on_due.as_ref()?;
        let refused = dues.into_iter().filter_map(|due| program.hand(due)).last();
        refused.map(Msg::Said)
    }

    /// Hands a text to the clipboard; gives what to say where there is none.
    pub fn copy(&self, text: &CleanText, frames: &mut Frames) -> Option<Msg> {
        let bytes = osc::copy(text, self.habits.through);
        if bytes.is_empty() {
            let said =
                "This terminal has no clipboard that can be reached; the text stays here to be read out.";
            return Some(Msg::Said(said.to_owned()));
        }
        frames.beside(&bytes);
        None
    }

    /// What goes out with the next frame; gives how long until there is more.
    pub fn before_a_frame(&mut self, stage: &Stage, frames: &mut Frames) -> Option<Duration> {
        let now = Instant::now();
        if let Some(words) = self.alarm.call(now) {
            match self.habits.notify {
                Notify::Off => {}
                Notify::Bell => frames.bell(),
                Notify::Osc => {
                    let called = osc::notification(&words, self.habits.through, self.habits.ascii);
                    frames.beside(&called);
                }
            }
        }
        if self.habits.titled {
            let said = title(stage);
            if said != self.title {
                frames.beside(&osc::title(&said, self.habits.through, self.habits.ascii));
                self.title = said;
            }
        }
        self.alarm.wait(now)
    }

    /// Something else had the terminal, and may have given the window another title.
    pub fn begin_again(&mut self) {
        self.title = Clean::default();
    }
}
