//! An account nobody answers at: first it is written to, then whoever leads the calls says how it goes on.

use super::typed_time::to_come;
use super::{Ask, Panel};
use crate::domain::call_list::RowState;
use crate::domain::channel::Channel;
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::outreach::{Disposition, RecordAttempt, Row};
use crate::domain::speech::{say, word};
use crate::domain::table::DIRECTS_CALLS;
use crate::domain::text::CleanText;
use crate::domain::unreached::{DecideUnreachable, GoOn};
use crate::tui::canvas::Canvas;
use crate::tui::drafts::Draft;
use crate::tui::effect::Effect;
use crate::tui::stage::{Stage, Tone};
use crate::tui::theme::Role;
use crate::tui::widget::form::{Form, Typed};
use crate::tui::words::fit;
use crate::tui::words::when;
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct UnreachedForm {
    form: Form,
    account: AccountId,
    name: String,
    asks: Asks,
}

/// What is still to be said.
#[derive(Debug)]
enum Asks {
    /// What was written.
    Wrote(Vec<Sent>),
    /// How it goes on.
    HowOn,
}

/// One answer: what was sent, and what could not be because no address or number takes it.
#[derive(Clone, Debug)]
struct Sent {
    sent: Vec<Channel>,
    lacks: Vec<Channel>,
}

const KEEP_TRYING: usize = 0;
const BY_MAIL: usize = 1;

impl UnreachedForm {
    /// What there is to do about this account, or why there is nothing.
    pub fn open(stage: &Stage, account: &AccountId) -> Vec<Ask> {
        let Some(incident) = stage.incident() else {
            return Vec::new();
        };
        let listed = stage.board.list.iter().find(|listed| listed.account == *account);
        let (Some(row), Some(listed)) = (incident.rows.get(account), listed) else {
            return Vec::new();
        };
        let form = match &listed.state {
            RowState::Write { left, .. } => UnreachedForm::write(stage, row, left),
            _ if incident.may_decide(row, stage.me()) => UnreachedForm::decide(stage, row),
            state => return vec![Ask::Say(not_mine(row, state), Tone::Plain)],
        };
        vec![Ask::Effect(Effect::FetchCard(account.clone())), Ask::open(form)]
    }

    fn write(stage: &Stage, row: &Row, left: &[Channel]) -> Self {
        let answers = answers(left);
        let options = answers.iter().map(Sent::words);
        let words = stage
            .incident()
            .map_or("", |incident| incident.words_for_calls().1);
        let mut form = Form::new(76, word!("Enter says that it is on its way"))
            .says(
                "why",
                word!("Enough calls, and nobody reached. Write to them instead:"),
            )
            .says("words", &format!("\"{words}\""))
            .choice("sent", word!("I have sent:"), options, 0);
        form.must_choose("sent");
        UnreachedForm {
            form,
            account: row.id().clone(),
            name: row.name().to_string(),
            asks: Asks::Wrote(answers),
        }
    }

    fn decide(stage: &Stage, row: &Row) -> Self {
        let tried = row.standing().count();
        let last = row.last().map_or_else(String::new, |last| {
            let at = when::clock(last.at, stage.now, &stage.setting.zone);
            say!(", the last at {at} by {by}", at, by = last.by)
        });
        let options = [
            (
                word!("keep trying"),
                word!("They are called again from the time below on."),
            ),
            (
                word!("by mail only"),
                word!("No more calls: they hear from us in writing."),
            ),
            (
                word!("leave them in peace"),
                word!("Until they get in touch with us."),
            ),
        ];
        let mut form = Form::new(76, word!("Enter decides it"))
            .says(
                "what",
                &say!("{tried} tries{last}. How does it go on?", tried, last),
            )
            .choice("how", word!("We:"), options, KEEP_TRYING)
            .line("at", word!("Again at:"), "30m")
            .hint(word!("15:30, or 30m for half an hour from now"))
            .line("reason", word!("Because:"), "")
            .hint(word!("if there is something to say"))
            .restored(stage.draft(&draft(row.id())));
        form.show("at", form.chosen("how") == KEEP_TRYING);
        form.must_choose("how");
        UnreachedForm {
            form,
            account: row.id().clone(),
            name: row.name().to_string(),
            asks: Asks::HowOn,
        }
    }

    fn decided(&self, stage: &Stage) -> Result<GoOn, String> {
        Ok(match self.form.chosen("how") {
            KEEP_TRYING => {
                let at = to_come(&self.form.value("at"), Some(&self.account), stage)?;
                let at = at.ok_or(word!("Say when they are called again: 15:30, or 30m."))?;
                GoOn::KeepTrying { next_at: at.at }
            }
            BY_MAIL => GoOn::ByMail,
            _ => GoOn::Leave,
        })
    }
}

/// What is typed of a decision; what was written is one choice.
fn draft(account: &AccountId) -> Draft {
    Draft::new("unreachable", account.as_str())
}

/// Why there is nothing to do for whoever looks.
fn not_mine(row: &Row, state: &RowState) -> String {
    let name = row.name();
    let decision = row.unreached.last();
    match (state, row.refused_to_talk(), decision) {
        (RowState::Unreachable { .. }, _, _) => {
            say!(
                "{name}: called and written to in vain; {DIRECTS_CALLS} decides.",
                name,
                DIRECTS_CALLS
            )
        }
        (RowState::ByMail { .. }, Some(refused), _) => {
            say!(
                "{name} did not want to talk to {by}: they hear from us in writing.",
                name,
                by = refused.by
            )
        }
        (RowState::ByMail { .. } | RowState::LeftAlone { .. }, _, Some(last)) => {
            let (by, how) = (&last.by, last.go_on.words());
            say!(
                "{name}: {by} decided: {how}. Only {by} decides anew.",
                name,
                by,
                how
            )
        }
        _ => {
            let calls = word!("calls go on. After three in an hour it is written to, then somebody decides");
            format!("{name}: {calls}.")
        }
    }
}

/// What can have been sent, the likeliest first.
fn answers(left: &[Channel]) -> Vec<Sent> {
    let mut answers = vec![Sent {
        sent: left.to_vec(),
        lacks: Vec::new(),
    }];
    answers.extend(left.iter().map(|lacking| {
        Sent {
            sent: left
                .iter()
                .copied()
                .filter(|channel| channel != lacking)
                .collect(),
            lacks: vec![*lacking],
        }
    }));
    answers
}

fn named(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => word!("an e-mail"),
        Channel::Sms => word!("a text message"),
        Channel::Phone | Channel::Chat | Channel::Video | Channel::InPerson => word!("word"),
    }
}

/// What the list of contacts lacks.
fn lacking(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => word!("no e-mail address works"),
        Channel::Sms => word!("no number takes text messages"),
        Channel::Phone | Channel::Chat | Channel::Video | Channel::InPerson => word!("no way there is known"),
    }
}

impl Sent {
    fn words(&self) -> (String, String) {
        let sent: Vec<&str> = self.sent.iter().map(|channel| named(*channel)).collect();
        let sent = match sent.is_empty() {
            true => word!("nothing").to_owned(),
            false => sent.join(word!(" and ")),
        };
        let means = match self.lacks.first() {
            None => word!("If nobody answers, the CS lead decides how it goes on.").to_owned(),
            Some(channel) => say!(
                "{lacking}: somebody puts the list right.",
                lacking = lacking(*channel)
            ),
        };
        (sent, means)
    }

    fn commands(&self, account: &AccountId) -> Vec<Command> {
        let attempt = |channel, disposition, note: Option<&str>| {
            Command::RecordAttempt(Box::new(RecordAttempt {
                channel,
                note: note.map(CleanText::from),
                ..RecordAttempt::new(account.clone(), disposition)
            }))
        };
        let sent = self
            .sent
            .iter()
            .map(|channel| attempt(*channel, Disposition::Wrote, None));
        let lacks = self.lacks.iter().map(|channel| {
            let disposition = match channel {
                Channel::Email => Disposition::BouncedEmail,
                _ => Disposition::WrongNumber,
            };
            attempt(*channel, disposition, Some(lacking(*channel)))
        });
        sent.chain(lacks).collect()
    }
}

/// Where to write to, as far as this screen may show it.
fn addresses(stage: &Stage, account: &AccountId) -> String {
    let card = match stage.cards.get(account) {
        None => return word!("asking the hub where to write to ...").to_owned(),
        Some(Err(why)) => return say!("where to write to is not known: {why}", why),
        Some(Ok(card)) => card,
    };
    if stage.masked {
        return word!("The addresses are hidden while the screen is masked.").to_owned();
    }
    let may = card
        .contacts
        .iter()
        .filter(|contact| contact.do_not_contact.is_none());
    let lines: Vec<String> = may
        .take(2)
        .map(|contact| {
            let ways = [contact.email.as_deref(), contact.phone.as_deref()];
            let ways: Vec<&str> = ways.into_iter().flatten().collect();
            format!("{}: {}", contact.name, ways.join(", "))
        })
        .collect();
    match lines.is_empty() {
        true => word!("Nobody on record may be written to.").to_owned(),
        false => lines.join("; "),
    }
}

impl UnreachedForm {
    fn title(&self) -> String {
        match self.asks {
            Asks::Wrote(_) => say!("Write to {name}", name = self.name),
            Asks::HowOn => say!("Nobody answers at {name}", name = self.name),
        }
    }

    /// Where to write to stands on top, and comes when the hub has said it.
    fn head(&self, stage: &Stage) -> Option<String> {
        match self.asks {
            Asks::Wrote(_) => Some(addresses(stage, &self.account)),
            Asks::HowOn => None,
        }
    }

    fn submit(&mut self, stage: &Stage) -> Vec<Ask> {
        match &self.asks {
            Asks::Wrote(answers) => {
                let Some(answer) = answers.get(self.form.chosen("sent")) else {
                    return Vec::new();
                };
                let commands = answer.commands(&self.account).into_iter();
                let said = say!(
                    "You recorded {name}: {answer} sent.",
                    name = self.name,
                    answer = answer.words().0
                );
                let submits = commands.map(|command| Ask::Submit(command, None));
                submits
                    .chain([Ask::Say(said, Tone::Undoable), Ask::Close])
                    .collect()
            }
            Asks::HowOn => match self.decided(stage) {
                Err(why) => {
                    self.form.go("at");
                    vec![Ask::Say(why, Tone::Refused)]
                }
                Ok(go_on) => {
                    let command = DecideUnreachable {
                        account: self.account.clone(),
                        go_on,
                        reason: self.form.clean("reason"),
                    };
                    vec![Ask::Submit(Command::DecideUnreachable(command), None), Ask::Close]
                }
            },
        }
    }
}

/// Lines the addresses may take.
const HEAD: u16 = 2;

impl Panel for UnreachedForm {
    fn frame(&self, stage: &Stage) -> (String, u16, u16) {
        let (title, width, height) = self.form.frame(self.title(), stage.width);
        let head = if self.head(stage).is_some() { HEAD } else { 0 };
        (title, width, height + head)
    }

    fn key(&mut self, key: KeyEvent, stage: &Stage) -> Vec<Ask> {
        let typed = self.form.key(key, stage.width);
        let tries = self.form.chosen("how") == KEEP_TRYING;
        self.form.show("at", tries);
        match typed {
            Typed::Nothing => Vec::new(),
            Typed::Submit => {
                let mut asks = self.submit(stage);
                let closes = asks.iter().any(|ask| matches!(ask, Ask::Close));
                let sent = self.typed().filter(|_| closes);
                asks.extend(sent.map(|(draft, texts)| Ask::Sent(draft, texts)));
                asks
            }
            Typed::Close => {
                let kept = self.typed().map(|(draft, texts)| Ask::Keep(draft, texts));
                kept.into_iter().chain([Ask::Close]).collect()
            }
        }
    }

    fn typed(&self) -> Option<(Draft, Vec<String>)> {
        match self.asks {
            Asks::Wrote(_) => None,
            Asks::HowOn => Some((draft(&self.account), self.form.typed())),
        }
    }

    fn paste(&mut self, text: &str, _stage: &Stage) -> Vec<Ask> {
        self.form.paste(text);
        Vec::new()
    }

    fn account(&self) -> Option<&AccountId> {
        Some(&self.account)
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, stage: &Stage) {
        let mut below = area;
        if let Some(head) = self.head(stage) {
            let lines = fit::wrap(&head, (area.width as usize).saturating_sub(2));
            for (at, line) in (0..HEAD).zip(&lines) {
                canvas.text(area.x + 2, area.y + at, area.width, line, Role::Strong);
            }
            below.y += HEAD.min(area.height);
            below.height = area.height.saturating_sub(HEAD);
        }
        self.form.draw(canvas, below);
    }
}
