//! What a key does in the Room, and how the footer says it beforehand.

use super::ticks::{tick, tick_step};
use super::{Pane, Room, checklist, clock, debts};
use crate::domain::claims::ClaimAccount;
use crate::domain::command::Command;
use crate::domain::corrections::TakeBack;
use crate::domain::due::Kind;
use crate::domain::ids::AccountId;
use crate::domain::incident::Internal;
use crate::domain::next::Next;
use crate::domain::outreach::PinAccount;
use crate::domain::people::Duty;
use crate::domain::speech::{say, word};
use crate::domain::text::Clean;
use crate::domain::timeline::Entry;
use crate::tui::action::Action;
use crate::tui::effect::Effect;
use crate::tui::screen::Ask;
use crate::tui::screen::accept::AcceptForm;
use crate::tui::screen::alerts::Alerts;
use crate::tui::screen::answer::AnswerForm;
use crate::tui::screen::asks::Asks;
use crate::tui::screen::assign;
use crate::tui::screen::brief::BriefPage;
use crate::tui::screen::calls::claim;
use crate::tui::screen::close::CloseForm;
use crate::tui::screen::confirm::Confirm;
use crate::tui::screen::critical::MomentForm;
use crate::tui::screen::deal::DealPanel;
use crate::tui::screen::debrief::{DebriefForm, Debriefs};
use crate::tui::screen::duty::{self, Duties};
use crate::tui::screen::executives::{Executives, decide};
use crate::tui::screen::expert::ExpertForm;
use crate::tui::screen::finding::FindingForm;
use crate::tui::screen::handover::HandOverForm;
use crate::tui::screen::inform::InformForm;
use crate::tui::screen::leave::LeaveForm;
use crate::tui::screen::line::described;
use crate::tui::screen::merge::Merge;
use crate::tui::screen::news::News;
use crate::tui::screen::note::NoteForm;
use crate::tui::screen::others::OthersForm;
use crate::tui::screen::owed::Owed;
use crate::tui::screen::plan::PlanForm;
use crate::tui::screen::playbooks::Playbooks;
use crate::tui::screen::recovery;
use crate::tui::screen::reports::Reports;
use crate::tui::screen::rest::{self, RestForm};
use crate::tui::screen::severity::SeverityForm;
use crate::tui::screen::sheet;
use crate::tui::screen::silent::Silent;
use crate::tui::screen::split::SplitForm;
use crate::tui::screen::start::StartForm;
use crate::tui::screen::stops::Stops;
use crate::tui::screen::take::TakeForm;
use crate::tui::screen::topics::Topics;
use crate::tui::screen::unreached::UnreachedForm;
use crate::tui::screen::waits::WaitsList;
use crate::tui::screen::words::{self, WordsGrid};
use crate::tui::stage::{Stage, Tone};
use jiff::SignedDuration;

/// A record younger than this is taken back at once; an older one is named first.
const AT_ONCE: SignedDuration = SignedDuration::from_secs(60);

pub fn act(room: &mut Room, action: Action, stage: &Stage) -> Vec<Ask> {
    let selected = room.selected(stage).cloned();
    match (action, selected) {
        (Action::Open, _) => enter(room, stage),
        (Action::Result, _) if room.pane == Pane::Checklist => tick(room, stage),
        (Action::Result, Some(account)) => sheet::result(stage, account),
        (Action::Claim, Some(account)) => {
            room.choose(&account);
            claim(stage, account)
        }
        (Action::Pin, Some(account)) => pin(stage, account),
        (Action::Moment, Some(account)) => vec![Ask::open(MomentForm::new(stage, account))],
        (Action::Unreached, Some(account)) => UnreachedForm::open(stage, &account),
        (Action::Result | Action::Claim | Action::Pin | Action::Moment | Action::Unreached, None) => {
            vec![Ask::Say(
                word!("Choose an account first: Tab, then the arrows.").to_owned(),
                Tone::Plain,
            )]
        }
        (Action::Note, account) => {
            let about = account.filter(|_| room.pane == Pane::Accounts);
            vec![Ask::open(NoteForm::new(stage, about))]
        }
        (Action::Inform, _) => vec![Ask::open(InformForm::new(stage, level_under(room)))],
        (Action::Duty, _) => vec![Ask::open(Duties::default())],
        (Action::HandOver, _) => vec![hand_over(stage)],
        (Action::Others, _) => vec![Ask::open(OthersForm::new(stage))],
        (Action::Brief, _) => vec![Ask::open(BriefPage::default())],
        (Action::Undo, _) => undo(stage),
        (Action::Page, _) => words::page(stage),
        (Action::Words, _) => vec![Ask::open(WordsGrid::new(stage))],
        (Action::Waits, _) => vec![Ask::open(WaitsList::default())],
        (Action::Reports, _) => vec![Ask::open(Reports::default())],
        (Action::Finding, _) => vec![Ask::open(FindingForm::new(stage))],
        (Action::Plan, _) => vec![Ask::open(PlanForm::new(stage))],
        (Action::Asks, account) => {
            let about = account.filter(|_| room.pane == Pane::Accounts);
            vec![Ask::open(Asks::new(about))]
        }
        (Action::Topics, account) => {
            let about = account.filter(|_| room.pane == Pane::Accounts);
            vec![Ask::open(Topics::new(stage, about))]
        }
        (Action::Assign, Some(account)) if room.pane == Pane::Accounts => assign::open(stage, &account),
        (Action::Assign | Action::Deal, _) => DealPanel::open(stage),
        (Action::LeaveCalls, _) => vec![LeaveForm::open(stage)],
        (Action::Recovery, account) => {
            let about = account.filter(|_| matches!(room.pane, Pane::Accounts | Pane::Checklist));
            recovery::open(stage, about)
        }
        (Action::Break, _) => vec![Ask::open(RestForm::new(stage))],
        (Action::Debrief, _) => vec![Ask::open(Debriefs::default())],
        (Action::Executives, account) => {
            let about = account.filter(|_| room.pane == Pane::Accounts);
            vec![Ask::open(Executives::new(about))]
        }
        (Action::Stops, _) => vec![Ask::open(Stops::default())],
        (Action::Close, _) => CloseForm::new(stage).map(Ask::open).into_iter().collect(),
        (Action::Severity, _) => vec![Ask::open(SeverityForm::new(stage))],
        (Action::Start, _) => vec![Ask::open(StartForm::new(stage))],
        (Action::Playbook, _) => vec![
            Ask::Effect(Effect::FetchPlaybooks),
            Ask::open(Playbooks::default()),
        ],
        (Action::MoveAlert, _) => vec![Ask::open(Alerts::default())],
        (Action::Merge, _) => vec![Ask::open(Merge::default())],
        (Action::Split, account) => {
            let about = account.filter(|_| room.pane == Pane::Accounts);
            vec![Ask::open(SplitForm::new(stage, about))]
        }
        (Action::Expert, _) => expert(stage, None),
        (Action::Mitigate, _) => vec![Ask::open(Confirm::state(Internal::Mitigated, stage))],
        (Action::Resolve, _) => vec![Ask::open(Confirm::state(Internal::Resolved, stage))],
        (Action::Reopen, _) => vec![Ask::open(Confirm::state(Internal::Open, stage))],
        _ => Vec::new(),
    }
}

/// What Enter does now, for the footer and the line that says what is next.
pub fn enter_says(room: &Room, stage: &Stage) -> &'static str {
    enter_says_of(room.pane, room, stage)
}

/// What Enter does on a pane, whether or not it has the keys.
pub fn enter_says_of(pane: Pane, room: &Room, stage: &Stage) -> &'static str {
    match pane {
        Pane::Next => match &stage.board.next {
            Next::Record { .. } | Next::Call { .. } | Next::OnTheLine { .. } => word!("open it"),
            Next::TakeCommand => word!("take command"),
            Next::TakeOver { .. } => word!("take it, or not"),
            Next::Answer { .. } => word!("answer it"),
            Next::AcceptDuty { .. } | Next::AcceptAccounts { .. } => word!("see what it is"),
            Next::Inform { .. } => word!("say who knows"),
            Next::Plan { .. } => word!("say the plan"),
            Next::Approve { .. } | Next::Word { .. } => word!("look and decide"),
            Next::Risen { .. } => word!("settle it"),
            Next::Publish { .. } => word!("say where it is published"),
            Next::Page { .. } => word!("write it"),
            Next::Report { .. } => word!("open the reports"),
            // Others act on a claim: without the hub nobody has one.
            Next::Claim { .. } | Next::CallAgain { .. } | Next::Tell { .. } if stage.away() => {
                word!("see whom to phone")
            }
            Next::Claim { .. } | Next::CallAgain { .. } | Next::Tell { .. } => word!("claim it"),
            Next::Rest(_) => word!("take it, or not"),
            Next::Away { .. } => word!("say that you are back"),
            Next::Debrief => word!("answer them"),
            Next::Write { .. } => word!("write to them"),
            Next::Decide { .. } => word!("decide"),
            Next::Nothing => word!("nothing to do"),
        },
        Pane::Accounts => word!("open it"),
        Pane::Clock => match room.clock_rows.get(room.clock.row()).map(|row| &row.key) {
            Some(clock::RowKey::Level(_)) => word!("record who was informed"),
            Some(clock::RowKey::Callback(_)) => word!("open the sheet"),
            Some(clock::RowKey::Other(Kind::Page)) => word!("write, approve or publish it"),
            Some(clock::RowKey::Other(Kind::Approval(_))) => word!("look and decide"),
            Some(clock::RowKey::Other(Kind::Step(_))) => word!("tick the step"),
            Some(clock::RowKey::Other(Kind::Expert(_))) => word!("say that they were called"),
            Some(clock::RowKey::Other(Kind::Promise(_))) => word!("say that it is kept"),
            Some(clock::RowKey::Other(Kind::FirstCalls(_))) => word!("go to the accounts"),
            Some(clock::RowKey::Other(Kind::Report(_))) => word!("open the reports"),
            Some(clock::RowKey::Other(Kind::News(_))) => word!("show who waits for news"),
            Some(clock::RowKey::Other(Kind::Duty(_))) => word!("take the duty"),
            Some(clock::RowKey::Other(Kind::Silence)) if commands(stage) => word!("write a note"),
            Some(clock::RowKey::Other(Kind::Silence)) => word!("take command"),
            Some(clock::RowKey::Other(Kind::Intent)) => word!("say the plan"),
            Some(clock::RowKey::Other(Kind::Brief)) => word!("read the brief"),
            Some(clock::RowKey::Other(kind)) => debts::enter_says(kind),
            None => word!("nothing to do"),
        },
        Pane::Checklist => match room.checklist_rows.get(room.checklist.row()) {
            Some(checklist::RowKey::Account(_)) => word!("open the sheet"),
            Some(checklist::RowKey::Step(_)) => word!("tick the step"),
            None => word!("nothing to do"),
        },
        Pane::Timeline => word!("show all of the line"),
    }
}

fn enter(room: &mut Room, stage: &Stage) -> Vec<Ask> {
    match room.pane {
        Pane::Next => follow_next(stage),
        Pane::Accounts => match room.selected(stage) {
            Some(account) => sheet::open(stage, account.clone()),
            None => Vec::new(),
        },
        Pane::Clock => match room.clock_rows.get(room.clock.row()).map(|row| row.key.clone()) {
            Some(clock::RowKey::Level(role)) => {
                vec![Ask::open(InformForm::asking(stage, role))]
            }
            Some(clock::RowKey::Callback(account)) => sheet::open(stage, account),
            Some(clock::RowKey::Other(Kind::Page)) => words::page(stage),
            Some(clock::RowKey::Other(Kind::Approval(seq))) => words::decide(stage, seq),
            Some(clock::RowKey::Other(Kind::Step(step))) => tick_step(stage, step),
            Some(clock::RowKey::Other(Kind::Expert(id))) => expert(stage, Some(&id)),
            Some(clock::RowKey::Other(Kind::Promise(seq))) => {
                let due = stage.board.dues.iter().find(|due| due.kind == Kind::Promise(seq));
                due.map(|due| vec![Ask::open(Confirm::kept(seq, &due.what))])
                    .unwrap_or_default()
            }
            Some(clock::RowKey::Other(Kind::FirstCalls(_))) => vec![Ask::Act(Action::Accounts)],
            Some(clock::RowKey::Other(Kind::Report(_))) => vec![Ask::open(Reports::default())],
            Some(clock::RowKey::Other(Kind::News(_))) => vec![Ask::open(News::default())],
            Some(clock::RowKey::Other(Kind::Duty(empty))) => duty::choose(stage, empty),
            Some(clock::RowKey::Other(Kind::Silence)) if commands(stage) => {
                vec![Ask::open(NoteForm::new(stage, None))]
            }
            Some(clock::RowKey::Other(Kind::Silence)) => duty::choose(stage, Duty::Commander),
            Some(clock::RowKey::Other(Kind::Intent)) => vec![Ask::open(PlanForm::new(stage))],
            Some(clock::RowKey::Other(Kind::Brief)) => vec![Ask::open(BriefPage::default())],
            Some(clock::RowKey::Other(kind)) => debts::enter(stage, &kind),
            None => Vec::new(),
        },
        Pane::Checklist => match room.checklist_rows.get(room.checklist.row()) {
            Some(checklist::RowKey::Account(account)) => sheet::open(stage, account.clone()),
            Some(checklist::RowKey::Step(_)) => tick(room, stage),
            None => Vec::new(),
        },
        Pane::Timeline => {
            let entry = room.lines.get(room.timeline.row()).zip(stage.incident());
            let entry = entry.map(|(at, incident)| incident.timeline[*at].clone());
            entry
                .map(|entry| vec![Ask::open(Confirm::line(&entry, stage))])
                .unwrap_or_default()
        }
    }
}

fn follow_next(stage: &Stage) -> Vec<Ask> {
    match &stage.board.next {
        Next::Record { account, .. } | Next::Call { account, .. } | Next::OnTheLine { account, .. } => {
            sheet::open(stage, account.clone())
        }
        Next::AcceptDuty { duty, .. } => vec![AcceptForm::open(stage, *duty)],
        Next::AcceptAccounts { what, accounts } => vec![Ask::open(TakeForm::new(stage, what, accounts))],
        Next::TakeCommand => duty::take(Duty::Commander),
        Next::TakeOver { from, since } => vec![Ask::open(Silent::new(stage, from, *since))],
        Next::Answer { ask, .. } => AnswerForm::new(stage, *ask).map(Ask::open).into_iter().collect(),
        Next::Inform { role, .. } => vec![Ask::open(InformForm::asking(stage, role.clone()))],
        Next::Approve { draft, .. } => words::decide(stage, *draft),
        Next::Publish { .. } | Next::Page { .. } => words::page(stage),
        Next::Plan { .. } => vec![Ask::open(PlanForm::new(stage))],
        Next::Report { .. } => vec![Ask::open(Reports::default())],
        Next::Claim { account, .. } | Next::CallAgain { account, .. } | Next::Tell { account, .. } => {
            let claim = Command::ClaimAccount(ClaimAccount {
                account: account.clone(),
            });
            std::iter::once(Ask::Submit(claim, None))
                .chain(sheet::open(stage, account.clone()))
                .collect()
        }
        Next::Word { on, .. } => decide(stage, on),
        Next::Risen { .. } => vec![Ask::open(Owed::default())],
        Next::Rest(_) => vec![Ask::open(RestForm::new(stage))],
        Next::Away { .. } => rest::back(),
        Next::Debrief => vec![Ask::open(DebriefForm::new(stage))],
        Next::Write { account, .. } | Next::Decide { account, .. } => UnreachedForm::open(stage, account),
        Next::Nothing => Vec::new(),
    }
}

/// Whoever looks is the commander.
fn commands(stage: &Stage) -> bool {
    let me = &stage.me().name;
    stage
        .incident()
        .is_some_and(|incident| incident.roles.holds(Duty::Commander, me))
}

/// To somebody else; or, where something is offered to whoever looks, the answer to that.
fn hand_over(stage: &Stage) -> Ask {
    let me = &stage.me().name;
    let offered = stage.incident().and_then(|incident| {
        let mut offers = incident.offers.open();
        offers.find(|offer| offer.to == *me)
    });
    match offered {
        Some(offer) => AcceptForm::open(stage, offer.duty),
        None => HandOverForm::open(stage, None),
    }
}

/// The account the next thing is about.
pub fn next_account(next: &Next) -> Option<&AccountId> {
    match next {
        Next::Record { account, .. }
        | Next::OnTheLine { account, .. }
        | Next::Call { account, .. }
        | Next::Claim { account, .. }
        | Next::Write { account, .. }
        | Next::Decide { account, .. }
        | Next::CallAgain { account, .. }
        | Next::Tell { account, .. } => Some(account),
        Next::TakeCommand
        | Next::TakeOver { .. }
        | Next::Answer { .. }
        | Next::AcceptDuty { .. }
        | Next::AcceptAccounts { .. }
        | Next::Inform { .. }
        | Next::Approve { .. }
        | Next::Word { .. }
        | Next::Risen { .. }
        | Next::Publish { .. }
        | Next::Page { .. }
        | Next::Plan { .. }
        | Next::Report { .. }
        | Next::Rest(_)
        | Next::Away { .. }
        | Next::Debrief
        | Next::Nothing => None,
    }
}

fn expert(stage: &Stage, id: Option<&Clean>) -> Vec<Ask> {
    match ExpertForm::new(stage, id) {
        Some(form) => vec![Ask::open(form)],
        None => vec![ExpertForm::nobody()],
    }
}

fn level_under(room: &Room) -> Option<Clean> {
    match (
        room.pane,
        room.clock_rows.get(room.clock.row()).map(|row| &row.key),
    ) {
        (Pane::Clock, Some(clock::RowKey::Level(role))) => Some(role.clone()),
        _ => None,
    }
}

/// First on the list, or again where it belongs: the same key takes it back.
fn pin(stage: &Stage, account: AccountId) -> Vec<Ask> {
    let row = stage.incident().and_then(|incident| incident.rows.get(&account));
    let pinned = row.is_some_and(|row| row.pinned());
    let name = row.map_or_else(|| account.to_string(), |row| row.name().to_string());
    let key = stage.keys.press(Action::Pin);
    let say = match pinned {
        true => say!("{name} stands again where it belongs; {key} pins it.", name, key),
        false => say!(
            "{name} stands first on the list; {key} takes that back.",
            name,
            key
        ),
    };
    let pin = Command::PinAccount(PinAccount {
        account,
        pinned: !pinned,
    });
    vec![Ask::Submit(pin, None), Ask::Say(say, Tone::Plain)]
}

/// The last thing of mine that can be taken back.
pub fn last_of_mine(stage: &Stage) -> Option<&Entry> {
    let incident = stage.confirmed().incident(stage.incident()?.id)?;
    let mine = |entry: &&std::sync::Arc<Entry>| {
        entry.by == stage.me().name && entry.undoable() && entry.withdrawn.is_none()
    };
    incident.timeline.iter().rev().find(mine).map(AsRef::as_ref)
}

/// Everything that goes with a line: what one breath recorded is taken back in one.
fn together(stage: &Stage, entry: &Entry) -> String {
    let incident = stage.incident();
    let lines = incident.into_iter().flat_map(|incident| incident.timeline.iter());
    let same = lines.filter(|line| line.cause == entry.cause && line.undoable() && line.withdrawn.is_none());
    let said: Vec<String> = same.map(|line| described(line)).collect();
    said.join("; ")
}

fn undo(stage: &Stage) -> Vec<Ask> {
    if stage.pending.iter().any(|pending| pending.kept()) {
        let key = stage.keys.press(Action::Undo);
        let say = say!(
            "Still being sent; {key} takes it back as soon as the hub has it.",
            key
        );
        return vec![Ask::Say(say, Tone::Plain)];
    }
    let Some(entry) = last_of_mine(stage) else {
        return vec![Ask::Say(
            word!("You have recorded nothing here that can be taken back.").to_owned(),
            Tone::Plain,
        )];
    };
    if stage.now.duration_since(entry.at) > AT_ONCE {
        return vec![Ask::open(Confirm::undo(entry, stage))];
    }
    let said = say!("Taken back: {together}.", together = together(stage, entry));
    let command = Command::TakeBack(TakeBack {
        seq: entry.seq,
        reason: None,
    });
    vec![Ask::Submit(command, None), Ask::Say(said, Tone::Plain)]
}
