//! The call sheet of one account: the card, then the questions of a call, with one line that takes whatever is typed.

mod card;
mod ending;
mod gone;
mod hint;
mod kept;
mod known;
mod mine;
mod page;
mod record;
mod script;
pub mod spoken;
mod step;
mod tidy;
mod typing;
mod written;

use super::result::{self, ResultForm};
use super::{Ask, Panel, calls, typed_time};
use crate::domain::heard::Question;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::outreach::Direction;
use crate::domain::scratch::Clock;
use crate::domain::speech::{say, word};
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::effect::Effect;
use crate::tui::msg::Liveness;
use crate::tui::stage::Stage;
use crate::tui::theme::Role;
use crate::tui::widget::input::Field;
use crate::tui::words::fit;
use crossterm::event::KeyEvent;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use mine::{Mine, mine};
use page::Page;
use ratatui::layout::Rect;
use step::{Step, steps};
use tidy::Tidy;
use written::Written;

/// How many seconds the caller says nothing after a question: to listen is to count to ten (Bliss).
const LISTEN: i64 = 10;

/// As wide as the accounts on the largest screens.
const WIDTH: u16 = 120;

#[derive(Debug)]
pub struct Sheet {
    account: AccountId,
    /// My claim when it was opened, which may have moved since.
    claim: Option<u64>,
    /// Where the arrows stand; nowhere yet: where the call begins.
    step: Option<Step>,
    line: Field,
    written: Written,
    /// It was opened for a customer who has called us; the record of that may be on its way.
    inbound: bool,
    /// The question after which the caller is silent, and since when.
    silence: Option<(Question, Timestamp)>,
    /// What each line that was typed brought, the last one last.
    typed: Vec<Vec<String>>,
    /// About what was typed last.
    doubts: Vec<String>,
    tidy: Option<Tidy>,
    /// How it ended, asked before the script was gone through: everything written is recorded with it.
    ending: Option<ResultForm>,
}

/// Opens the sheet of an account and fetches the people to call.
pub fn open(stage: &Stage, account: AccountId) -> Vec<Ask> {
    opened(Sheet::new(stage, account))
}

/// Opens it for a customer who has called us.
pub fn open_inbound(stage: &Stage, account: AccountId, contact: Option<ContactId>) -> Vec<Ask> {
    let mut sheet = Sheet::new(stage, account);
    sheet.inbound = true;
    // The hub does not learn of it, so that the sheet has to know when it is opened again.
    sheet.written.inbound = matches!(stage.liveness, Liveness::Offline { .. });
    sheet.written.contact = contact.or(sheet.written.contact);
    opened(sheet)
}

/// Opens the form for how a call ended; what was written on the sheet of the account is recorded with it.
pub fn result(stage: &Stage, account: AccountId) -> Vec<Ask> {
    let mut sheet = Sheet::new(stage, account.clone());
    if sheet.texts().iter().all(String::is_empty) {
        return calls::result(stage, account);
    }
    sheet.ends(stage);
    opened(sheet)
}

fn opened(sheet: Sheet) -> Vec<Ask> {
    vec![
        Ask::Effect(Effect::FetchCard(sheet.account.clone())),
        Ask::open(sheet),
    ]
}

impl Sheet {
    /// With what was written about the same account before.
    fn new(stage: &Stage, account: AccountId) -> Self {
        let typed = stage.draft(&draft(&account));
        let text = |at: usize| typed.get(at).map_or("", String::as_str);
        Sheet {
            claim: result::my_claim(&account, stage),
            step: None,
            line: Field::with(text(0)),
            // A draft of another version of this program says less, never something wrong.
            written: serde_json::from_str(text(1)).unwrap_or_default(),
            inbound: false,
            silence: None,
            typed: Vec::new(),
            doubts: Vec::new(),
            tidy: None,
            ending: None,
            account,
        }
    }

    fn draft(&self) -> Draft {
        draft(&self.account)
    }

    /// The line, and everything written; nothing while nothing is.
    fn texts(&self) -> Vec<String> {
        texts(self.line.text(), &self.written)
    }

    /// Who called whom, by the record or by how this sheet was opened: the hub may be away.
    fn direction(&self, stage: &Stage) -> Direction {
        let row = known::found(stage, &self.account).map(|(_, row)| row);
        match row.map(|row| row.direction(&stage.me().name)) {
            Some(Direction::Inbound) => Direction::Inbound,
            Some(Direction::Outbound) | None if self.inbound || self.written.inbound => Direction::Inbound,
            Some(Direction::Outbound) | None => Direction::Outbound,
        }
    }

    /// The words they heard on this call, by what was said of it; else those live now.
    fn told(&self, stage: &Stage) -> u32 {
        heard(&self.written, stage)
    }

    /// Once anything of a call is written down, later words were not heard on it unless somebody says so.
    fn hold_words(&mut self, stage: &Stage) {
        if self.written != Written::default() {
            self.written.told = Some(self.told(stage));
        }
    }

    /// The step with the cursor.
    fn at(&self, stage: &Stage) -> Step {
        let begins = || {
            let on_the_line = self.direction(stage) == Direction::Inbound
                || matches!(mine(stage, &self.account), Mine::OnPhone | Mine::TakenOver(_));
            match on_the_line {
                true => Step::first(&steps(stage, &self.account)),
                false => Step::Call,
            }
        };
        self.step.unwrap_or_else(begins)
    }

    /// How many seconds of silence are left after this question, while they are counted.
    fn listening(&self, question: Question, stage: &Stage) -> Option<i64> {
        let (_, since) = self.silence.filter(|(asked, _)| *asked == question)?;
        // A demo runs faster than the silence between two people.
        let passed = stage.now.duration_since(since).as_secs_f64() / stage.rate.max(1.0);
        Some((LISTEN - passed as i64).clamp(0, LISTEN))
    }

    /// The zone they live in.
    fn there(&self, stage: &Stage) -> Option<TimeZone> {
        known::found(stage, &self.account).and_then(|(_, row)| typed_time::zone(row))
    }
}

/// The words they heard on a call. Where the account was split off since, those of the incident before have no number.
fn heard(written: &Written, stage: &Stage) -> u32 {
    let live = stage.incident().map_or(0, |incident| incident.words_live());
    written.told.map_or(live, |told| told.min(live))
}

fn draft(account: &AccountId) -> Draft {
    Draft::new("sheet", account.as_str())
}

fn texts(line: &str, written: &Written) -> Vec<String> {
    let written = match *written == Written::default() {
        true => String::new(),
        false => serde_json::to_string(written).unwrap_or_default(),
    };
    vec![line.to_owned(), written]
}

fn clock<'a>(stage: &'a Stage, there: &'a Option<TimeZone>) -> Clock<'a> {
    Clock {
        now: stage.now,
        here: &stage.setting.zone,
        there: there.as_ref(),
    }
}

impl Panel for Sheet {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let row = known::found(stage, &self.account).map(|(_, row)| row);
        let name = row.map_or_else(|| self.account.to_string(), |row| row.name().to_string());
        if let Some(form) = &self.ending {
            return form.frame(stage);
        }
        if let Some(tidy) = &self.tidy {
            return tidy
                .form
                .frame(say!("{name}: look it over, then save", name), stage.width);
        }
        let steps = steps(stage, &self.account);
        let (stage_of_it, at, of) = step::place(&steps, self.at(stage));
        let called = match self.direction(stage) {
            Direction::Inbound => word!(", they called us"),
            Direction::Outbound => "",
        };
        // Whoever dials reads the number here, wherever the sheet has been scrolled to.
        let reached = row.and_then(|row| known::on_the_line(stage, row, self.written.contact.as_ref()));
        let who = reached.map(|who| format!(", {who}")).unwrap_or_default();
        let title = say!(
            "{name}{called}{who}: {stage_of_it}, {at} of {of}",
            name,
            called,
            who,
            stage_of_it,
            at,
            of
        );
        (title, WIDTH, u16::MAX)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let asks = match (&self.ending, &self.tidy) {
            (Some(_), _) => self.ended(key, stage),
            (None, Some(_)) => self.tidied(key, stage),
            (None, None) => self.pressed(key, stage),
        };
        self.hold_words(stage);
        asks
    }

    fn account(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn typed(&self) -> Option<(Draft, Vec<String>)> {
        match &self.ending {
            Some(form) => form.typed(),
            None => Some((self.draft(), self.texts())),
        }
    }

    fn edits(&self, draft: &Draft) -> bool {
        let ending = self.ending.as_ref();
        *draft == self.draft() || ending.is_some_and(|form| form.edits(draft))
    }

    fn keeps(&self) -> bool {
        true
    }

    fn paste(&mut self, text: &str, stage: &Stage) -> Vec<Ask> {
        let mut asks = Vec::new();
        match (&mut self.ending, &mut self.tidy) {
            (Some(form), _) => asks = form.paste(text, stage),
            (None, Some(tidy)) => tidy.form.paste(text),
            (None, None) => self.pasted(text),
        }
        self.look_over(stage);
        asks
    }

    fn over_timeline(&self) -> bool {
        self.ending.is_none()
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        if let Some(form) = &self.ending {
            return form.draw(canvas, area, stage);
        }
        if let Some(tidy) = &self.tidy {
            return tidy.form.draw(canvas, area);
        }
        let mut page = Page::new(area.width);
        match known::found(stage, &self.account) {
            Some((incident, row)) => {
                let (text, role) = mine(stage, &self.account).words();
                page.say(Some(Step::Call), word!("Now"), &text, role);
                card::lines(&mut page, stage, incident, row, &self.written);
                script::lines(&mut page, self, stage, incident, row);
                card::background(&mut page, stage, incident, row);
            }
            None => page.say(Some(Step::Call), "", &self.gone(stage), Role::Overdue),
        }
        let kept = self.kept(area.width, stage);
        let below = 2
            + u16::from(self.tagging(stage).is_some())
            + u16::from(!kept.is_empty())
            + self.checks(area.width).len() as u16;
        let above = area.height.saturating_sub(below);
        page.draw(
            canvas,
            Rect {
                height: above,
                ..area
            },
            self.at(stage),
        );
        self.foot(canvas, area, area.y + above, &kept, stage);
    }
}

impl Sheet {
    /// What was kept, what is doubted, the line that is typed into, and what the keys do.
    fn foot(&self, canvas: &mut Canvas, area: Rect, y: u16, kept: &str, stage: &Stage) {
        let mut y = y;
        let mut line = |canvas: &mut Canvas, text: &str, role: Role| {
            canvas.text(area.x, y, area.width, text, role);
            y += 1;
            y
        };
        if !kept.is_empty() {
            line(canvas, kept, Role::Mine);
        }
        if let Some(known) = self.known_topics(stage) {
            line(canvas, &known, Role::Next);
        }
        for check in self.checks(area.width) {
            line(canvas, &check, Role::Soon);
        }
        let hint = self.hint(stage);
        let field_y = line(canvas, "", Role::Plain) - 1;
        line(canvas, &hint, Role::Key);
        let field = Rect {
            y: field_y,
            height: 1,
            ..area
        };
        self.line.draw(canvas, field, word!("Write:"), true);
        if self.line.is_empty() {
            let marks = word!("they say  #topic  !15:30 promise  !15:30 call = call again  ?ask");
            let label = fit::width(word!("Write: ")) as u16 + 1;
            let width = area.width.saturating_sub(label);
            canvas.text(area.x + label, field_y, width, marks, Role::Quiet);
        }
    }
}
