//! What happens in an incident, and what it adds up to: pure, no I/O, no clock, no randomness.
//! The one exception: [`nights`], [`critical`] and [`moments`] look up time zones by name, which may read the system's zone files once.
//!
//! A *command* asks, an *event* happened, the *log* keeps the events, the *picture* is what they add up to.
//! [`picture::Picture::decide`] turns a command into events or a refusal, [`picture::Picture::apply`] folds one
//! recorded event. From the bottom up, each group using only those before it:
//!
//! 1. **Words**: [`text`], [`ids`], [`actor`], [`span`], [`money`], [`percent`], [`sla`], [`moments`], [`times`], [`hours`], [`languages`], [`nearest`], `arranged`, [`refusal`].
//! 2. **Facts**, one file a subject: [`people`], [`accounts`], [`alerts`], [`claims`], [`escalation`], [`outreach`] (with
//!    [`disposition`], [`channel`], [`assignments`]), [`checklist`], [`promises`], [`settlements`], [`asks`], [`stops`], [`messages`], [`notes`],
//!    [`corrections`], [`import`], [`declaration`], [`state`], [`severity`], [`playbook`], [`findings`], [`experts`], [`policy`],
//!    [`merging`], [`handover`], [`briefs`], [`reports`], [`heard`],
//!    [`redress`] (with [`said`], [`executives`], [`gestures`], [`credits`]),
//!    [`inbound`], [`newcomers`], [`others`],
//!    [`critical`], [`unreached`], [`reach`], [`topics`],
//!    [`recovery`], [`care`], [`debriefs`].
//!    Each has its commands, its events and its own state.
//! 3. **The fold**: [`event`] and [`command`] (the two enums, with the [`table`] of commands), [`timeline`], [`incident`],
//!    [`sentence`] (an event in words), [`picture`].
//! 4. **Derived** from the picture and the time: [`done`], [`holds`], [`coverage`] (with [`forecast`], [`outlook`],
//!    [`progress`]), [`suggest`], [`deal`], [`satisfaction`], [`silence`], [`carried`],
//!    [`joining`], [`due`], [`outline`], [`topic_list`], [`changes`], [`rank`], [`nights`], [`retries`], [`may`],
//!    [`call_list`], [`lanes`], [`next`], [`brief`](mod@brief), [`report_content`], [`words`] (with [`compose`], [`voice`],
//!    [`redline`](mod@redline)), [`waits`]; and, from what is typed on a call, [`scratch`],
//!    [`opening`], [`executive_desk`], [`call_brief`], [`allowance`], [`credit_basis`], [`risen`].
//! 5. **Rules**: `decide`, one file a subject, with [`reference`](mod@reference) for what the hub knows beside the log.
//!
//! Facts and rules are apart because they age apart: a fact, once recorded, is read back for ever and may only be
//! added to; a rule may change tomorrow, and looks at the whole picture while a fact knows only itself. The price is
//! two files a subject; what it buys is that folding an old log cannot depend on today's rules.

pub mod accounts;
pub mod actor;
pub mod alerts;
pub mod allowance;
mod arranged;
pub mod asks;
pub mod assignments;
pub mod brief;
pub mod briefs;
pub mod call_brief;
pub mod call_list;
pub mod care;
pub mod carried;
pub mod changes;
pub mod channel;
pub mod checklist;
pub mod claims;
pub mod command;
pub mod compose;
pub mod corrections;
pub mod coverage;
pub mod credit_basis;
pub mod credits;
pub mod critical;
pub mod deal;
pub mod debriefs;
pub mod debt;
mod decide;
pub mod declaration;
pub mod dispatches;
pub mod disposition;
pub mod done;
pub mod due;
pub mod escalation;
pub mod event;
pub mod executive_desk;
pub mod executives;
pub mod experts;
pub mod faults;
pub mod findings;
pub mod forecast;
pub mod gestures;
pub mod handover;
pub mod heard;
pub mod holds;
pub mod hours;
pub mod ids;
pub mod import;
pub mod inbound;
pub mod incident;
pub mod joining;
pub mod lanes;
pub mod languages;
pub mod line;
pub mod listed;
pub mod may;
pub mod merging;
pub mod messages;
pub mod moments;
pub mod money;
pub mod nearest;
pub mod newcomers;
pub mod news;
pub mod next;
pub mod nights;
pub mod notes;
pub mod opening;
pub mod others;
pub mod outline;
pub mod outlook;
pub mod outreach;
pub mod parcels;
pub mod people;
pub mod percent;
pub mod picture;
pub mod playbook;
pub mod policy;
pub mod progress;
pub mod promises;
pub mod rank;
pub mod reach;
pub mod recovery;
pub mod redline;
pub mod redress;
pub mod reference;
pub mod refusal;
pub mod report_content;
pub mod reports;
pub mod retries;
pub mod risen;
pub mod said;
pub mod satisfaction;
pub mod scratch;
pub mod sentence;
pub mod settlements;
pub mod severity;
pub mod silence;
pub mod sla;
pub mod span;
pub mod speech;
pub mod stamp;
pub mod state;
pub mod stops;
pub mod suggest;
pub mod table;
pub mod tempo;
#[cfg(test)]
pub(crate) mod testkit;
pub mod text;
pub mod timeline;
pub mod times;
pub mod topic_list;
pub mod topics;
pub mod translation;
pub mod unreached;
pub mod upcoming;
pub mod voice;
pub mod waits;
pub mod words;
