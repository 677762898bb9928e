//! A call that ended before the script was gone through: the result form, over a sheet that may have been written on.

use super::{Sheet, Step, Written, clock, record, texts};
use crate::domain::command::Command;
use crate::domain::outreach::{Direction, Disposition, RecordAttempt};
use crate::domain::speech::word;
use crate::tui::screen::result::ResultForm;
use crate::tui::screen::{Ask, Panel};
use crate::tui::stage::Stage;
use crossterm::event::{KeyCode, KeyEvent};

/// Cells of a line of the result form.
const WITHIN: u16 = 70;

impl Sheet {
    /// Asks how it ended.
    pub(super) fn ends(&mut self, stage: &Stage) {
        let mut form = ResultForm::new(self.account.clone(), stage);
        if !self.written.also.is_empty() {
            form.counts_for_all();
        }
        let brings = Some(self.in_a_line(word!("With it: "), WITHIN, stage)).filter(|line| !line.is_empty());
        form.begins_with(self.likely(stage), brings);
        form.they_heard(self.told(stage));
        self.ending = Some(form);
    }

    /// Before anybody has said a word nobody was reached.
    fn likely(&self, stage: &Stage) -> Disposition {
        let spoke = self.direction(stage) == Direction::Inbound || self.written.heard_them();
        match self.written.ended {
            None if !spoke => Disposition::VoicemailLeft,
            Some(_) | None => self.written.ending(),
        }
    }

    /// A key in that form. One breath is one command: what it records takes everything on the sheet with it.
    pub(super) fn ended(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let Some(form) = &mut self.ending else {
            return Vec::new();
        };
        let asks = form.key(key, stage);
        if key.code == KeyCode::Esc {
            self.ending = None;
            return asks
                .into_iter()
                .filter(|ask| !matches!(ask, Ask::Close))
                .collect();
        }
        let mut typed = self.texts();
        let nothing = typed.iter().all(String::is_empty);
        let with_all = |ask| match ask {
            Ask::Submit(Command::RecordAttempt(ended), at) => {
                let (attempt, written) = self.all(*ended, stage);
                typed = texts("", &written);
                vec![Ask::Submit(Command::RecordAttempt(Box::new(attempt)), at)]
            }
            // A refused command gives back one draft: the sheet's, which has what this form had too.
            Ask::Sent(form, _) if !nothing => vec![
                Ask::Keep(form, Vec::new()),
                Ask::Sent(self.draft(), std::mem::take(&mut typed)),
            ],
            other => vec![other],
        };
        asks.into_iter().flat_map(with_all).collect()
    }

    /// How it ended, with everything written, and with what stands in the line and was not kept.
    fn all(&self, ended: RecordAttempt, stage: &Stage) -> (RecordAttempt, Written) {
        let there = self.there(stage);
        let mut written = self.written.clone();
        if !self.line.is_empty() {
            // Where it ends everything typed is a note, so that nothing is refused here.
            written.take(self.line.text(), Step::End, &clock(stage, &there), None);
        }
        written.ended = Some(ended.disposition);
        written.told = ended.told.or(written.told);
        written.notes.extend(ended.note.map(|note| note.to_string()));
        written.next_at = ended.next_at.or(written.next_at);
        written.also = ended.also;
        let attempt = RecordAttempt {
            contact: written.contact.clone().or(ended.contact),
            ..record::attempt(self, &written, stage)
        };
        (attempt, written)
    }
}
