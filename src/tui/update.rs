//! One message in, a changed model and effects out. This root only routes; screens decide.

use super::action::Action;
use super::board::Board;
use super::door;
use super::effect::Effect;
use super::model::Model;
use super::msg::Msg;
use super::screen::confirm::Confirm;
use super::screen::declare::DeclareForm;
use super::screen::room::layout::{self, Tier};
use super::screen::{
    Ask, copy, help, inbound, incidents, lobby, log, menu, owed, people, report, sheet, vendors,
};
use super::stage::Tone;
use super::told;
use crate::domain::command::Command;
use crate::domain::speech::{self, say, word};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::SignedDuration;

pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    speech::within(model.language, || turned(model, msg))
}

fn turned(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let typed = matches!(msg, Msg::Key(_) | Msg::Paste(_));
    let (turn, now) = (model.stage.turn, model.stage.now);
    if typed {
        crate::defect::here("update");
    }
    let mut effects = heard(model, door::cleaned(msg));
    model.room.settle(&model.stage);
    sent::show_refused(model);
    if model.stage.turn != turn {
        model
            .dialogs
            .iter_mut()
            .for_each(|dialog| dialog.settle(&model.stage));
    }
    if model.stage.turn != turn || model.stage.now != now {
        effects.extend(tick::overdue(model));
    }
    effects.extend(typed::kept(model, typed));
    effects.extend(looking::at(model));
    watching::turn(model, turn);
    watching::hold_back(model, &mut effects);
    effects
}

fn heard(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => pressed(model, key),
        Msg::Paste(_) if model.wall.is_some() => Vec::new(),
        Msg::Paste(text) => {
            let Some(dialog) = model.dialogs.last_mut() else {
                model.room.paste(&text, &model.stage);
                return Vec::new();
            };
            let asks = dialog.paste(&text, &model.stage);
            carry_out(model, asks)
        }
        Msg::Resize { width, height } => {
            (model.stage.width, model.stage.height) = (width, height);
            Vec::new()
        }
        Msg::Clock(now) => {
            tick::tick(model, now);
            Vec::new()
        }
        Msg::News(news) => {
            tick::tick(model, news.now);
            model.stage.rate = news.rate;
            model.stage.heard_at = Some(news.now);
            model.stage.begun.get_or_insert(news.now);
            if let Some(present) = &news.present {
                model.stage.present.clone_from(present);
                model.stage.turn += 1;
            }
            let offer = told::offered(&model.stage, &news.events);
            let called = told::on_the_line(&model.stage, &news.events);
            let taken = told::taken_over(&model.stage, &news.events);
            if !news.events.is_empty() || model.stage.reads_anew() {
                model.stage.fold(&news);
                refresh(model);
            }
            // A customer who waits on the line is said before anything else.
            let rings = called.or(taken).or(offer).map(|say| {
                model.stage.say(say, Tone::Plain);
                Effect::Bell
            });
            rings.into_iter().collect()
        }
        Msg::Me(me) => {
            model.stage.setting.me = me;
            refresh(model);
            Vec::new()
        }
        Msg::StartOver(why) => {
            sent::start_over(model, why);
            Vec::new()
        }
        Msg::Liveness(liveness) => back::heard_of(model, liveness),
        Msg::Submitted(submission) => {
            model.stage.submitted(*submission);
            model.stage.reshow();
            refresh(model);
            Vec::new()
        }
        Msg::Woke => {
            model.stage.woke();
            Vec::new()
        }
        Msg::Taken { id, only_here } => {
            sent::taken(model, id, only_here);
            Vec::new()
        }
        Msg::Resumed(submissions) => {
            sent::resumed(model, submissions);
            Vec::new()
        }
        Msg::Replayed { sent, refused } => {
            sent::replayed(model, sent, refused);
            Vec::new()
        }
        Msg::NoOutbox(why) => {
            sent::no_outbox(model, &why);
            Vec::new()
        }
        Msg::PutAside(path) => {
            sent::put_aside(model, &path);
            Vec::new()
        }
        Msg::Answered { id, answer } => {
            sent::answered(model, id, answer);
            Vec::new()
        }
        Msg::Edited {
            incident,
            report,
            on,
            text,
        } => match text {
            Ok(text) => report::edited(&mut model.stage, incident, report, on, text),
            Err(why) => {
                model
                    .dialogs
                    .push(Box::new(Confirm::told(word!("The editor"), why)));
                Vec::new()
            }
        },
        Msg::Card { account, card } => {
            let known = matches!(model.stage.cards.get(&account), Some(Ok(_)));
            // A number that was read stays, above all when the hub is away.
            if card.is_ok() || !known {
                model.stage.cards.insert(account, card.map(|card| *card));
            }
            Vec::new()
        }
        Msg::NotKept(why) => {
            let said = say!(
                "What you type cannot be kept on this machine: {why}. Send it before you leave.",
                why
            );
            model.stage.say(said, Tone::Refused);
            Vec::new()
        }
        Msg::Theme(said) => {
            let tone = if said.is_ok() { Tone::Plain } else { Tone::Refused };
            model.stage.say(said.unwrap_or_else(|why| why), tone);
            Vec::new()
        }
        Msg::People(people) => {
            model.stage.people = people;
            model.stage.remembered = None;
            model.stage.turn += 1;
            Vec::new()
        }
        Msg::Found { text, found } => {
            let next = model.stage.finder.answered(text, found);
            next.map(Effect::Find).into_iter().collect()
        }
        Msg::Playbooks(list) => {
            model.stage.playbooks = Some(list);
            Vec::new()
        }
        Msg::Vendors(list) => {
            model.stage.vendors = Some(list);
            Vec::new()
        }
        Msg::Said(why) => {
            model.stage.say(why, Tone::Refused);
            Vec::new()
        }
    }
}

/// Works out again what follows from the picture.
pub fn refresh(model: &mut Model) {
    model.stage.turn += 1;
    // The list there was gives its memory to the one that comes.
    let list = std::mem::take(&mut model.stage.board.list);
    let stage = &model.stage;
    let (order, before) = (model.room.order, stage.board.incident);
    let who = &stage.setting.me.name;
    let owing = stage.board.owing.at(stage.confirmed(), stage.picture());
    model.stage.board =
        Board::new(list, stage.picture(), stage.incident(), who, stage.now, order).with(owing);
    let shown = model.stage.board.incident;
    model.stage.chosen = model.stage.chosen.or(shown);
    if let Some(before) = before.filter(|before| shown != Some(*before)) {
        goes_on::moved(model, before, shown);
    }
    model.room.follow(&model.stage);
    model.lobby.follow(&model.stage);
}

fn pressed(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    if let Some(effects) = watching::pressed(model, key) {
        return effects;
    }
    if model
        .stage
        .toast
        .as_ref()
        .is_some_and(|toast| toast.tone == Tone::Refused)
    {
        model.stage.toast = None;
    }
    if let Some(effects) = control(model, key) {
        return effects;
    }
    // Nobody records what they do not see.
    if layout::tier(model.stage.width, model.stage.height) == Tier::Line {
        return Vec::new();
    }
    let asks = match model.dialogs.last_mut() {
        Some(dialog) => dialog.key(key, &model.stage),
        None if model.room.types() => model.room.typed(key, &model.stage),
        None => match model.stage.keys.action(key) {
            Some(action) => vec![Ask::Act(action)],
            None => Vec::new(),
        },
    };
    carry_out(model, asks)
}

/// The keys that mean the same even while something is typed.
fn control(model: &mut Model, key: KeyEvent) -> Option<Vec<Effect>> {
    let KeyCode::Char(letter) = key.code else {
        return None;
    };
    if !key.modifiers.contains(KeyModifiers::CONTROL) {
        return None;
    }
    match letter {
        'c' => Some(interrupt(model)),
        'l' => Some(vec![Effect::Redraw]),
        'z' => Some(watching::suspend(model)),
        _ => None,
    }
}

/// Ctrl-C closes what is open as Esc does; a second one soon after leaves.
fn interrupt(model: &mut Model) -> Vec<Effect> {
    const SOON: SignedDuration = SignedDuration::from_secs(30);
    let before = model.interrupted.replace(model.stage.now);
    if before.is_some_and(|at| model.stage.now.duration_since(at) <= SOON) {
        return vec![Effect::Quit];
    }
    let escape = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
    let asks = model
        .dialogs
        .last_mut()
        .map(|dialog| dialog.key(escape, &model.stage));
    let effects = carry_out(model, asks.unwrap_or_default());
    let unsent = match model.stage.unsent().words() {
        words if words.is_empty() => words,
        words => format!(" {words}"),
    };
    model.stage.say(
        say!("Press Ctrl-C again to leave the room.{unsent}", unsent),
        Tone::Plain,
    );
    effects
}

fn carry_out(model: &mut Model, asks: Vec<Ask>) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut refused = false;
    for ask in asks {
        match ask {
            Ask::Submit(command, _) if model.stage.cannot_send(&command).is_some() => {
                if !refused {
                    sent::cannot_send(model, &command);
                }
                refused = true;
            }
            // What was typed stays where it is.
            Ask::Close | Ask::Keep(..) | Ask::Sent(..) | Ask::Say(..) if refused => {}
            Ask::Submit(command, said_at) => {
                let cursor = &mut model.room.accounts;
                if cursor
                    .key
                    .as_ref()
                    .is_some_and(|account| sent::records(&command, account))
                {
                    // The account goes to the end of the list; the cursor is for the next one.
                    cursor.let_go();
                }
                let incident = model.stage.incident().map(|incident| incident.id);
                let incident = incident.filter(|_| !matches!(command, Command::DeclareIncident(_)));
                effects.push(Effect::Submit {
                    incident,
                    said_at,
                    command: Box::new(command),
                });
            }
            Ask::Open(dialog) => model.dialogs.push(dialog),
            Ask::Call(account) => {
                let opened = sheet::open(&model.stage, account);
                effects.extend(carry_out(model, opened));
            }
            Ask::Result(account) => {
                let opened = sheet::result(&model.stage, account);
                effects.extend(carry_out(model, opened));
            }
            Ask::Close => {
                model.dialogs.pop();
                let under = model.dialogs.last_mut();
                let asks = under.map(|dialog| dialog.uncovered(&model.stage));
                effects.extend(carry_out(model, asks.unwrap_or_default()));
            }
            Ask::Say(text, tone) => model.stage.say(text, tone),
            Ask::Act(action) => effects.extend(act(model, action)),
            Ask::Find(text) => effects.extend(model.stage.finder.want(text).map(Effect::Find)),
            Ask::Choose(id) => {
                model.stage.chosen = Some(id);
                model.stage.read_closed = true;
                refresh(model);
            }
            Ask::Keep(draft, texts) => model.stage.keep(draft, texts),
            Ask::Sent(draft, texts) => {
                let commands = effects.iter().filter_map(|effect| match effect {
                    Effect::Submit { command, .. } => Some((**command).clone()),
                    _ => None,
                });
                model.stage.send(draft, texts, commands);
            }
            Ask::Effect(effect) => effects.push(effect),
        }
    }
    effects
}

/// What a key asks for where no dialog is open: first what is the same on every screen.
fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        _ if watching::refused(model, action) => Vec::new(),
        Action::Help => {
            let help = help::Help::new(&model.room, &model.stage);
            carry_out(model, vec![Ask::open(help)])
        }
        Action::Vendors => carry_out(model, vendors::open()),
        Action::Log => carry_out(model, vec![Ask::open(log::Log::new(&model.stage))]),
        Action::Copy => {
            let account = model.room.selected(&model.stage).cloned();
            let asks = copy::open(&model.stage, account);
            carry_out(model, asks)
        }
        Action::Menu => {
            let menu = menu::Menu::new(&model.room, &model.stage);
            carry_out(model, vec![Ask::open(menu)])
        }
        Action::Inbound => carry_out(model, vec![Ask::open(inbound::Inbound::default())]),
        Action::Incidents => carry_out(model, vec![Ask::open(incidents::Incidents::default())]),
        Action::Owed => carry_out(model, vec![Ask::open(owed::Owed::default())]),
        Action::Who => carry_out(model, vec![Ask::open(people::PeopleHere)]),
        Action::Declare => {
            let form = DeclareForm::new(&model.stage);
            carry_out(model, vec![Ask::open(form)])
        }
        Action::Quit => {
            let asks = Confirm::quit(&model.stage);
            carry_out(model, asks)
        }
        Action::Redraw => vec![Effect::Redraw],
        Action::Suspend => watching::suspend(model),
        Action::Mask => {
            model.stage.masked = !model.stage.masked;
            let said = if model.stage.masked {
                let key = model.stage.keys.press(Action::Mask);
                say!("Money and numbers are hidden; {key} shows them.", key)
            } else {
                word!("Shown again.").to_owned()
            };
            model.stage.say(said, Tone::Plain);
            Vec::new()
        }
        Action::Routine => {
            model.room.routine = !model.room.routine;
            model.room.follow(&model.stage);
            Vec::new()
        }
        Action::Order => {
            model.room.next_order();
            refresh(model);
            Vec::new()
        }
        _ => {
            let asks = match model.stage.incident() {
                Some(_) => model.room.act(action, &model.stage),
                None => lobby::Lobby::act(&mut model.lobby, action, &model.stage),
            };
            carry_out(model, asks)
        }
    }
}

mod back;
mod goes_on;
mod looking;
mod sent;
#[cfg(test)]
mod tests;
mod tick;
mod typed;
mod watching;
