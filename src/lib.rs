//! `warroom`: one picture of an incident in a terminal.
//!
//! This page is the map for the next engineer. What the program does for people is in the README, the recipes for
//! everyday work are in CONTRIBUTING.
//!
//! # The idea
//!
//! Everything that happens is an *event* in one append-only *log*, which a small *hub* keeps. A *command* asks for
//! something, the hub decides, and the answer is stored with the command's id for ever. The *picture* is what the log
//! adds up to: the hub, every screen and every test fold it with the same code, so two screens at the same sequence
//! number show the same thing, always. Every deadline is a function of the picture and the time. Presence (who is here
//! and looks at what) is the one thing that is not in the log.
//!
//! # Floors
//!
//! A module uses what is on a floor below it, never beside or above. `tests/it/architecture.rs` holds everybody to it.
//!
//! | floor | modules | what lives there, and what may not |
//! |---|---|---|
//! | 0 | [`domain`] | what happens and what it adds up to; no I/O (but for the rules of time zones), no async, no clock, no randomness |
//! | 1 | [`wire`], [`clock`], [`defect`] | the bodies of the hub's APIs, read by both ends; hub time; defects that tests ask for |
//! | 2 | [`store`], [`directory`], [`connect`], [`report`] | the log on disk; accounts and people; vendors, and any JSON API; reports as text |
//! | 3 | [`hub`], [`client`], [`tui`], [`config`] | each by itself: they meet only in `wire` and `domain` |
//! | 4 | [`run`] | the shell: wires floors together, performs effects, owns the terminal and the signals |
//! | 5 | [`cli`] | one file a verb |
//!
//! Inside a floor the thinking is done by synchronous state machines, `(input, now) -> outputs`, and thin shells drive
//! them: the writer ([`hub::writer`]), the feed and presence of the hub, the poller of a source
//! ([`connect::json::poll`]), a screen's feed and outbox ([`client::feed`], [`client::outbox`]), and the screen itself
//! ([`tui::update`]). A test, or a simulation, drives them just as well.
//!
//! # What is absent
//!
//! - The domain reads no clock and makes no id: both are handed in.
//! - Nothing personal enters an event. Contacts are named by id; names and numbers stay in the [`directory`], and of
//!   phones the log has opaque keys, enough to see that two accounts share one.
//! - Only the hub's writer appends, on its own thread; it alone gives numbers, so the log has no gaps.
//! - Only [`clock`], `run` and the client's shell read the time, only [`tui::theme`] knows a colour, only `cli` writes to
//!   standard output.
//! - No text from outside reaches a screen uncleaned: it becomes [`domain::text::Clean`] where it is read.
//! - The screen has no second rulebook. What it shows before the hub has confirmed it comes from the same
//!   [`domain::picture::Picture::decide`], and only for what nobody else acts on ([`domain::table::Offline`]).
//! - The terminal is asked one thing while the room is open, whether it has come to the end of a frame
//!   ([`run::pacer`]); whatever it answers, now or late, is no key ([`run::input`]).
//!
//! # One tick, file by file
//!
//! An advocate presses Space twice on Northwind: reached.
//!
//! 1. `run/input` reads the key, on the one thread that may, and puts split escape sequences together again.
//! 2. `run/room` hears [`tui::msg::Msg::Key`] in the one channel everything comes through, and calls [`tui::update`].
//! 3. `tui/keys` says which action it is; `tui/update` gives it to what is on top: the room opens `tui/screen/result`,
//!    the form answers the second Space with `Ask::Submit(Command::RecordAttempt)`, the root turns that into
//!    [`tui::effect::Effect::Submit`]. Nothing has been done yet: effects are data.
//! 4. `run/perform` gives it an id and hands it to the outbox; the screen is told with `Msg::Submitted`. `client/outbox`
//!    asks for it to be written down, `client/pen` does so on a thread of its own through [`client::journal::Journal`]
//!    (a file of `run/outbox`, synced), and `Msg::Taken` comes back: only now may it show as done.
//! 5. `tui/optimistic` decides it on a copy of the picture, since a call result is something only she knows: the row
//!    says "reached" at once and the footer "1 sending". A claim would say "claiming.." instead.
//! 6. When the terminal has taken the last frame, `tui/view` draws the model into ratatui's buffer; `tui/backend` makes
//!    one frame of what differs, and a thread of [`run::frames`] writes it.
//! 7. `client/outbox` keeps it until it is answered, `client/shell` posts it, with the same id however often. If the
//!    terminal is killed first, the next one of the same person on the same hub takes the file over and goes on.
//! 8. `hub/commands` reads the body, `hub/auth` has said who it is, and the writer's queue takes it.
//! 9. [`hub::writer`]: this id before? The same answer again. Else `decide`, number the events, store them with the
//!    answer in one transaction, apply them, and wake the polls that wait. Whatever else was in the queue shared the
//!    transaction.
//! 10. `hub/events` answers every waiting poll with the same encoded line; it waits from the number it was asked for, so
//!     no wake-up can be lost.
//! 11. On every screen `client/feed` brings it, `Picture::apply` folds it, `tui/board` works out anew what follows (the
//!     call list, dues, coverage, what is next for whom), and it is drawn. On hers the mark goes: the log knows her id.
//!
//! # Decisions that shaped the rest
//!
//! - **Facts and rules apart** ([`domain`]): folding an old log cannot depend on today's rules.
//! - **The embedded room is the same hub** on a Unix socket with the same client ([`run::embedded`]): one path to test.
//! - **The log is the outbox towards vendors** ([`domain::parcels`]): what has to go out follows from the picture, as dues do;
//!   the beginning and the end of every try are events ([`domain::dispatches`]), so a hub that dies in between knows that it
//!   does not know. One file says for every sink what goes there.
//! - **A group shares the local room by its files** ([`run::local`]): whoever has the lock on the record keeps the room, so the
//!   next one goes on with it. The system says who is at the other end of the socket ([`hub::logins`]), asked at each connection.
//! - **A local room joins a hub by saying everything again** ([`domain::joining`], `bring_entry`): the same commands under the same
//!   rules, with the name of who said it and the time, under ids that follow from the line. A name that is brought has no duty,
//!   no access and no claim behind it, and the log says who brought it ([`domain::event::Recorded::brought_by`]).
//! - **The demo is the same hub too**, with a made-up clock and its record in memory; its script goes through the same
//!   commands at exact times, so a seed without key presses gives the same log byte for byte ([`run::demo`]).
//! - **The plan is copied in, and planned anew**: an incident keeps its playbook and what of it counts at its severity
//!   ([`domain::playbook`]); another severity, start or playbook replaces what is not yet done and keeps what was.
//! - **Every debt has a name** ([`domain::due::Kind`]): the clock, the list of what is owed, closing and settling speak of
//!   the same dues, and what was settled is applied to them in one place.
//! - **One answer to "may I call them?"** ([`domain::may`]): the order of somebody's own list, the line of what is next, the
//!   words on a row and on the sheet all come from it, so that they cannot contradict each other.
//! - **A call is one command** ([`domain::outreach::RecordAttempt`]): what was answered, promised, asked and raised on it is
//!   decided together, each part an event of its own ([`domain::heard`], [`domain::scratch`] for what is typed meanwhile).
//! - **What customers raise stands over all incidents** ([`domain::topics`]): mentions and merges are facts, counts are
//!   derived, so that taking back a merge restores it whole. What our own people say is recorded without a name.
//! - **No amount before its approval** ([`domain::credits`]): a credit is worked out, proposed, approved, told and issued; to
//!   whoever calls it is a number only from its approval on.
//! - **What is typed outlives the program** ([`tui::drafts`], [`run::drafts`]): kept on disk with every key, given up once it
//!   is accepted.
//! - **Words are approved before they are told** ([`domain::messages`]), and so are reports ([`domain::reports`]): what was
//!   approved is kept as it was read, what one account adds comes from the record.
//! - **A backend of our own** ([`tui::backend`]): a tick of the clock is a few bytes, a frame is one write, and nothing
//!   changed is nothing written.
//! - **A cursor follows its thing** ([`tui::widget::list`]), and its thing stays on its line, however the list changes.

pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
pub mod connect;
pub mod defect;
pub mod directory;
pub mod domain;
pub mod hub;
pub mod report;
pub mod run;
pub mod store;
pub mod tui;
pub mod wire;

// So that the kit for tests names things the same from inside and from outside.
#[cfg(test)]
extern crate self as warroom;
