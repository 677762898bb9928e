//! The command line: every verb in one table, one file a verb or a family of them.
//!
//! A verb looks at the picture, asks the hub, and says what was recorded; it never keeps anything for later. It ends
//! with 0 when it is done, 1 when it was refused or failed, 2 when it was asked in a wrong way, and 128 and the number
//! of the signal that ended it.

mod accounts;
mod act;
mod alert;
mod ask;
mod backup;
mod brief;
mod care;
mod check;
mod checklist;
mod claim;
mod clean_lines;
mod completions;
mod connect;
mod context;
mod coverage;
mod credit;
mod critical;
mod declare;
mod direct;
mod doctor;
mod ear;
mod executive;
mod expert;
mod failure;
mod finding;
mod gesture;
mod globals;
mod handover;
mod import;
mod inbound;
mod invite;
mod join;
mod level;
mod line;
mod lists;
mod log;
mod man;
mod merging;
mod moment;
mod newcomer;
mod note;
mod numbers;
mod others;
mod owed;
mod plain;
mod playbook;
mod policy;
mod promise;
mod recovery;
mod report;
mod result;
mod room;
mod serve;
mod session;
mod settle;
mod share;
mod speed;
mod state;
mod status;
mod stop;
mod theme;
mod token;
mod topic;
mod undo;
mod unreachable;
mod whole;
mod word;
mod words;

use crate::domain::state::Internal;
use crate::domain::text::CleanText;
use crate::run::defects;
use crate::run::settings::Settings;
use act::perform;
use clap::{CommandFactory, Parser, Subcommand};
use context::Context;
use failure::Failure;
use globals::Globals;
use state::Move;
use std::io::{self, Write};
use std::process::ExitCode;

/// One picture of an incident: the escalation clock, the timeline, the affected key accounts and the calls to them.
#[derive(Debug, Parser)]
#[command(name = "warroom", version, args_conflicts_with_subcommands = false)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    /// Without one, the room opens on this terminal
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Watch a rehearsed incident on a throw-away record
    Demo(room::Demo),
    /// Run the hub for a team
    Serve(serve::Serve),
    /// Open an incident
    Declare(declare::Declare),
    /// Say how it stands, in one line
    Status(status::Status),
    /// Print what happened
    Log(log::Log),
    /// Write a line into the timeline
    Note(note::Note),
    /// The team's key accounts
    #[command(subcommand)]
    Accounts(lists::Accounts),
    /// The people to call at the key accounts
    #[command(subcommand)]
    Contacts(lists::Contacts),
    /// Our own people
    #[command(subcommand)]
    People(lists::People),
    /// Say that you are calling an account; nobody else may then
    Claim(claim::Claim),
    /// Give a claim back
    Release(claim::Release),
    /// Take somebody's claim, as the commander or the CS lead
    Takeover(claim::TakeOver),
    /// Give an account to somebody to call, or see who could
    Assign(share::Assign),
    /// Take the accounts that were offered to you, or say no
    Share(share::Share),
    /// Deal the whole call list; shows who would get what first
    Deal(share::Deal),
    /// Make no more calls; what you have goes to who stands in
    Leave(share::Leave),
    /// Say who has heard from us, tier by tier, and when all will have
    Coverage(coverage::Show),
    /// Record how a try to reach an account ended
    Result(Box<result::Attempted>),
    /// Say who is on the line, and with --answer that you speak with them
    Inbound(inbound::Inbound),
    /// Count the affected customers that are no key accounts
    Others(others::Others),
    /// Tick a step of a checklist
    Tick(checklist::Tick),
    /// Take a tick away
    Untick(checklist::Untick),
    /// Record that a level of the escalation policy knows
    Inform(level::Inform),
    /// Record that somebody tried to inform a level
    Try(level::Try),
    /// Leave a level out
    Skip(level::Skip),
    /// Record that an expert the playbook names was called
    Expert(expert::Expert),
    /// Take a duty, or give it to somebody
    Role(direct::Role),
    /// Offer your duty to somebody, with what you have in hand
    HandOver(handover::HandOver),
    /// Take a duty that was offered to you
    Accept(handover::Accept),
    /// Say no to an offer, or take yours away
    Decline(handover::Decline),
    /// Print one page of how it stands, five lines for executives on top
    Brief(brief::Brief),
    /// Say what you mean to do for the next while
    Plan(direct::Plan),
    /// Record the text that is live on the public page
    Page(direct::Page),
    /// List what is said to whom, and what is drafted
    Words(words::Words),
    /// Put a text forward for an audience
    Draft(words::Draft),
    /// List what waits for somebody's word
    Waits(words::Waits),
    /// Give your word on a text, as the commander or the deputy
    Approve(words::Approve),
    /// Send a draft back with a reason, or withdraw your own
    SendBack(words::SendBack),
    /// Widen the incident to one more component
    Component(direct::Component),
    /// Say what is known of the cause: unknown, suspected or confirmed
    Cause(finding::CauseOf),
    /// Say what became of customers' data
    Data(finding::DataOf),
    /// Write, approve and send the reports to customers
    #[command(subcommand)]
    Report(report::Report),
    /// Write down hours that matter most to an account: an investor call, the payroll
    Moment(critical::Moment),
    /// Say how it goes on with an account nobody answers at
    Unreachable(unreachable::Unreachable),
    /// Record a promise to a customer
    Promise(promise::Promise),
    /// Record that a promise is kept
    Keep(promise::Keep),
    /// Ask a duty one question; who asked the same waits for the same answer
    Ask(ask::Ask),
    /// Answer a question, for everyone who waits
    Answer(ask::Answer),
    /// List the questions, those without an answer first
    Asks(ask::Asks),
    /// Hold something back while customers hurt
    Stop(stop::Stop),
    /// Let what was stopped go on again
    GoOn(stop::GoOn),
    /// List what is stopped and what the playbook would stop
    Stops(stop::Stops),
    /// List what customers raise, and our own front line, over all incidents
    Topics(topic::Topics),
    /// Tag a topic, merge two, say what helps, see to one, cross one off
    #[command(subcommand)]
    Topic(topic::Topic),
    /// Settle a debt: kept, handed over, waived, or put on long term
    Settle(settle::Settle),
    /// Calls between customers and our executives: wishes, times, briefs
    #[command(subcommand)]
    Executive(executive::Executive),
    /// Small kindnesses to customers, within the allowance or with somebody's word
    #[command(subcommand)]
    Gesture(gesture::Gesture),
    /// What customers get back for the downtime, by their terms
    #[command(subcommand)]
    Credit(credit::Credit),
    /// Print what customers have and still want after the pain
    Recovery(recovery::Recovery),
    /// Say how it stands with one condition of a customer
    Condition(recovery::OneCondition),
    /// Record how it goes with a customer days after the pain
    CheckIn(recovery::CheckIn),
    /// Record that a customer left us, or is with us again
    Lost(recovery::Lost),
    /// Take a break of your own; you are back by yourself
    Break(care::Break),
    /// Answer three questions about how it was, or read what people answered
    Debrief(care::Debrief),
    /// Take back something recorded
    Undo(undo::Undo),
    /// Raise or lower the severity; what is not yet done is planned anew
    Severity(policy::Severity),
    /// Correct T0, with a reason
    T0(policy::Start),
    /// Let an incident go on in another
    Merge(merging::Merge),
    /// Make part of an incident one of its own
    Split(merging::Split),
    /// What monitors have reported
    #[command(subcommand)]
    Alert(alert::Alert),
    /// The customers' pain is over; the cause may not be
    Mitigate(state::Why),
    /// It is fixed; the calls go on
    Resolve(state::Why),
    /// It is back
    Reopen(state::Why),
    /// Nothing is left to do
    Close(state::Close),
    /// List what is owed to customers, over all incidents
    Owed(owed::Owed),
    /// The playbooks of this machine
    #[command(subcommand)]
    Playbook(playbook::Playbook),
    /// How roles and states look
    #[command(subcommand)]
    Theme(theme::Theme),
    /// The vendors that are set up: how they do, whether they would work, what waits for somebody
    #[command(subcommand)]
    Connect(connect::Connect),
    /// Bring what the local room has recorded into a team's hub
    Join(join::Join),
    /// Make a line that lets a colleague into a team's hub
    Invite(invite::Invite),
    /// Who may speak to a hub
    #[command(subcommand)]
    Token(token::Token),
    /// Copy a record into a file, while its hub runs or not; as an administrator
    Backup(backup::Backup),
    /// Say whether a record is whole
    Check(check::Check),
    /// Say where the settings are, whether the hub answers and what the terminal can show
    Doctor(doctor::Doctor),
    /// Print what a shell needs to complete verbs and flags
    Completions(completions::Completions),
    /// Print the page of the manual, or of one verb
    Man(man::Man),
}

/// The whole program.
pub fn main() -> ExitCode {
    defects::told_clean();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(shown) => {
            // It quotes what was typed, and that may come from anywhere.
            let text = CleanText::new(&shown.render().to_string());
            // Nobody may be reading.
            let _ = match shown.use_stderr() {
                true => write!(io::stderr(), "{text}"),
                false => write!(io::stdout(), "{text}"),
            };
            return ExitCode::from(u8::try_from(shown.exit_code()).unwrap_or(2));
        }
    };
    match start(cli) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            if let Some(sentence) = failure.sentence() {
                let _ = writeln!(io::stderr(), "warroom: {sentence}");
            }
            ExitCode::from(failure.code())
        }
    }
}

fn start(cli: Cli) -> Result<u8, Failure> {
    let (listen, store) = match &cli.verb {
        Some(Verb::Serve(serve)) => (serve.listen.clone(), serve.store.clone()),
        _ => (None, None),
    };
    match &cli.verb {
        Some(Verb::Completions(completions)) => return completions.run(Cli::command()),
        Some(Verb::Man(man)) => return man.run(Cli::command()),
        _ => {}
    }
    let settings = Settings::load(&cli.globals.overrides(listen, store))?;
    let manner = cli
        .globals
        .manner(matches!(cli.verb, None | Some(Verb::Demo(_))))?;
    let mut context = Context::new(settings, cli.globals.incident, manner);
    context.announce = cli.globals.announce;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::said(format!("the system gives no threads: {error}")))?;
    let done = runtime.block_on(run(&mut context, cli.verb));
    // What still waits there waits for nobody.
    runtime.shutdown_background();
    let code = done.and_then(|code| context.flush().map(|()| code));
    code.map_err(|failure| match context.recorded {
        true => failure.after_recording(),
        false => failure,
    })
}

async fn run(context: &mut Context, verb: Option<Verb>) -> Result<u8, Failure> {
    let Some(verb) = verb else {
        return room::open(context).await;
    };
    match verb {
        Verb::Demo(demo) => demo.run(context).await,
        Verb::Serve(serve) => serve.run(context).await,
        Verb::Declare(declare) => declare.run(context).await,
        Verb::Status(status) => status.run(context).await,
        Verb::Log(log) => log.run(context).await,
        Verb::Note(note) => perform(context, &note).await,
        Verb::Accounts(accounts) => accounts.run(context).await,
        Verb::Contacts(contacts) => contacts.run(context).await,
        Verb::People(people) => people.run(context).await,
        Verb::Claim(claim) => perform(context, &claim).await,
        Verb::Release(release) => perform(context, &release).await,
        Verb::Takeover(takeover) => perform(context, &takeover).await,
        Verb::Assign(assign) => assign.run(context).await,
        Verb::Share(share) => perform(context, &share).await,
        Verb::Deal(deal) => deal.run(context).await,
        Verb::Leave(leave) => perform(context, &leave).await,
        Verb::Coverage(show) => show.run(context).await,
        Verb::Result(attempted) => perform(context, attempted.as_ref()).await,
        Verb::Inbound(inbound) => inbound.run(context).await,
        Verb::Others(others) => others.run(context).await,
        Verb::Tick(tick) => perform(context, &tick).await,
        Verb::Untick(untick) => perform(context, &untick).await,
        Verb::Inform(inform) => perform(context, &inform).await,
        Verb::Try(tried) => perform(context, &tried).await,
        Verb::Skip(skip) => perform(context, &skip).await,
        Verb::Expert(expert) => perform(context, &expert).await,
        Verb::Role(role) => perform(context, &role).await,
        Verb::HandOver(offer) => perform(context, &offer).await,
        Verb::Accept(accept) => perform(context, &accept).await,
        Verb::Decline(decline) => perform(context, &decline).await,
        Verb::Brief(brief) => brief.run(context).await,
        Verb::Plan(plan) => perform(context, &plan).await,
        Verb::Page(page) => perform(context, &page).await,
        Verb::Words(words) => words.run(context).await,
        Verb::Draft(draft) => perform(context, &draft).await,
        Verb::Waits(waits) => waits.run(context).await,
        Verb::Approve(approve) => perform(context, &approve).await,
        Verb::SendBack(back) => perform(context, &back).await,
        Verb::Component(component) => perform(context, &component).await,
        Verb::Cause(cause) => perform(context, &cause).await,
        Verb::Data(data) => perform(context, &data).await,
        Verb::Report(report) => report.run(context).await,
        Verb::Moment(moment) => perform(context, &moment).await,
        Verb::Unreachable(unreachable) => perform(context, &unreachable).await,
        Verb::Promise(promise) => perform(context, &promise).await,
        Verb::Keep(keep) => perform(context, &keep).await,
        Verb::Ask(ask) => perform(context, &ask).await,
        Verb::Answer(answer) => perform(context, &answer).await,
        Verb::Asks(asks) => asks.run(context).await,
        Verb::Stop(stop) => perform(context, &stop).await,
        Verb::GoOn(go_on) => perform(context, &go_on).await,
        Verb::Stops(stops) => stops.run(context).await,
        Verb::Topics(topics) => topics.run(context).await,
        Verb::Topic(topic) => topic.run(context).await,
        Verb::Settle(settle) => perform(context, &settle).await,
        Verb::Executive(executive) => executive.run(context).await,
        Verb::Gesture(gesture) => gesture.run(context).await,
        Verb::Credit(credit) => credit.run(context).await,
        Verb::Recovery(recovery) => recovery.run(context).await,
        Verb::Condition(condition) => perform(context, &condition).await,
        Verb::CheckIn(check_in) => perform(context, &check_in).await,
        Verb::Lost(lost) => perform(context, &lost).await,
        Verb::Break(rest) => rest.run(context).await,
        Verb::Debrief(debrief) => debrief.run(context).await,
        Verb::Undo(undo) => perform(context, &undo).await,
        Verb::Severity(severity) => perform(context, &severity).await,
        Verb::T0(start) => perform(context, &start).await,
        Verb::Merge(merge) => perform(context, &merge).await,
        Verb::Split(split) => perform(context, &split).await,
        Verb::Alert(alert) => alert.run(context).await,
        Verb::Mitigate(why) => moved(context, Internal::Mitigated, &why).await,
        Verb::Resolve(why) => moved(context, Internal::Resolved, &why).await,
        Verb::Reopen(why) => moved(context, Internal::Open, &why).await,
        Verb::Close(close) => perform(context, &close).await,
        Verb::Owed(owed) => owed.run(context).await,
        Verb::Playbook(playbook) => playbook.run(context).await,
        Verb::Theme(theme) => theme.run(context),
        Verb::Connect(connect) => connect.run(context).await,
        Verb::Join(join) => join.run(context).await,
        Verb::Invite(invite) => invite.run(context).await,
        Verb::Token(token) => token.run(context).await,
        Verb::Backup(backup) => backup.run(context).await,
        Verb::Check(check) => check.run(context),
        Verb::Doctor(doctor) => doctor.run(context).await,
        // They need no settings, and were done before any were read.
        Verb::Completions(_) | Verb::Man(_) => Ok(0),
    }
}

async fn moved(context: &mut Context, to: Internal, why: &state::Why) -> Result<u8, Failure> {
    perform(context, &Move { to, why }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_verbs_holds_together() {
        Cli::command().debug_assert();
    }
}
