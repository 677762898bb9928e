//! Histories made up by chance: a few people at a few accounts, two of which share a phone, while time passes.

use super::testkit::*;
use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::json;
use warroom::domain::command::{Command, Submission};
use warroom::domain::ids::{IncidentId, Seq};
use warroom::domain::outreach::Disposition;
use warroom::domain::recovery::Condition;
use warroom::domain::refusal::Refusal;

pub const PEOPLE: [&str; 4] = ["dana", "omar", "lena", "carol"];
pub const ACCOUNTS: [&str; 6] = [
    "northwind",
    "fabrikam",
    "contoso",
    "contoso-jp",
    "tailspin",
    "litware",
];

pub const TOPICS: [&str; 4] = ["export", "login", "slow", "dark mode"];

/// One person does one thing, so long after the one before.
#[derive(Clone, Debug)]
pub struct Act {
    pub who: usize,
    /// In seconds.
    pub after: i64,
    /// How many minutes ago they say it happened.
    pub ago: i64,
    /// In the second incident, if there is one by then.
    pub elsewhere: bool,
    pub deed: Deed,
}

#[derive(Clone, Debug)]
pub enum Deed {
    Claim(usize),
    Release(usize),
    Extend(usize),
    TakeOver(usize),
    StartCall(usize),
    /// The hub's timer, which may be late.
    EndClaims,
    Attempt(usize, Disposition),
    Tell(usize),
    /// Nobody answers: a call, an e-mail, a text message.
    Try(usize, &'static str),
    Decide(usize, &'static str),
    /// Hours that matter to an account, beginning in so many minutes.
    Moment(usize, i64),
    Pin(usize, bool),
    Tick(usize, &'static str),
    Untick(usize, &'static str),
    Promise(usize),
    KeepPromise(usize),
    Note,
    Role(&'static str),
    Inform(&'static str),
    Skip(&'static str),
    Post(&'static str),
    Draft(&'static str, &'static str),
    Approve(usize),
    SendBack(usize),
    /// Of the drafts so far.
    Publish(usize),
    /// A text of the series by its number, approved or not.
    TellNumber(usize, u32),
    Move(&'static str),
    Fire(usize),
    Clear(usize),
    AddComponent(&'static str),
    Ask(usize, usize),
    /// Answers one of the events so far, if that is a question.
    Answer(usize),
    Stop(&'static str),
    GoOn(&'static str),
    /// A word on a promise or a question among the events so far.
    Settle(usize, &'static str),
    /// An account raises a topic.
    Tag(usize, usize),
    /// Two of the events so far are the same topic, if they are topics.
    MergeTopics(usize, usize),
    CrossOff(usize),
    Own(usize),
    /// A condition of satisfaction, and how it stands.
    Mark(usize, usize, &'static str),
    Lost(usize, bool),
    /// A break of so many minutes.
    Rest(u16),
    Debrief,
    /// Takes back one of the events so far.
    TakeBack(usize),
}

pub fn histories(most: usize) -> impl Strategy<Value = Vec<Act>> {
    proptest::collection::vec(act(), 1..most)
}

/// Histories in which much is said of topics, and somebody commands.
pub fn raising(most: usize) -> impl Strategy<Value = Vec<Act>> {
    let mostly = prop_oneof![3 => about_topics(), 1 => deed()];
    let acts = proptest::collection::vec(done(mostly), 1..most);
    let command = Act {
        who: 0,
        after: 0,
        ago: 0,
        elsewhere: false,
        deed: Deed::Role("commander"),
    };
    acts.prop_map(move |acts| std::iter::once(command.clone()).chain(acts).collect())
}

pub fn act() -> impl Strategy<Value = Act> {
    done(deed())
}

fn done(deed: impl Strategy<Value = Deed>) -> impl Strategy<Value = Act> {
    let ago = prop_oneof![4 => Just(0i64), 1 => 0i64..30];
    let elsewhere = proptest::bool::weighted(0.2);
    (0..PEOPLE.len(), 0i64..400, ago, elsewhere, deed).prop_map(|(who, after, ago, elsewhere, deed)| Act {
        who,
        after,
        ago,
        elsewhere,
        deed,
    })
}

fn about_topics() -> impl Strategy<Value = Deed> {
    let topic = || 0..TOPICS.len();
    prop_oneof![
        4 => (0..ACCOUNTS.len(), topic()).prop_map(|(account, topic)| Deed::Tag(account, topic)),
        1 => (topic(), topic()).prop_map(|(from, into)| Deed::MergeTopics(from, into)),
        1 => topic().prop_map(Deed::CrossOff),
        1 => topic().prop_map(Deed::Own),
        1 => (0usize..60).prop_map(Deed::TakeBack),
    ]
}

fn after_the_pain() -> impl Strategy<Value = Deed> {
    let account = || 0..ACCOUNTS.len();
    let mark = proptest::sample::select(vec!["met", "waived", "wanted"]);
    prop_oneof![
        2 => (account(), 0..Condition::ALL.len(), mark).prop_map(|(account, one, mark)| Deed::Mark(account, one, mark)),
        1 => (account(), any::<bool>()).prop_map(|(account, lost)| Deed::Lost(account, lost)),
        1 => (0u16..30).prop_map(Deed::Rest),
        1 => Just(Deed::Debrief),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let account = || 0..ACCOUNTS.len();
    let disposition = proptest::sample::select(Disposition::ALL.to_vec());
    let step = || proptest::sample::select(vec!["called", "told", "followed_up", "settled"]);
    let level = || proptest::sample::select(vec!["support_lead", "head_of_cs", "ceo"]);
    let phase = || proptest::sample::select(vec!["investigating", "identified", "monitoring", "resolved"]);
    let audience = proptest::sample::select(vec!["page", "page", "calls", "internal"]);
    let state = proptest::sample::select(vec!["open", "mitigated", "resolved", "closed"]);
    let role = proptest::sample::select(vec!["commander", "scribe", "cs_lead", "advocate"]);
    let stop = || proptest::sample::select(vec!["campaigns", "deploys"]);
    let word = || proptest::sample::select(vec!["kept", "transferred", "waived"]);
    let way = proptest::sample::select(vec!["phone", "phone", "email", "sms"]);
    let how = proptest::sample::select(vec!["by_mail", "leave"]);
    let calls = prop_oneof![
        account().prop_map(Deed::Claim),
        account().prop_map(Deed::Claim),
        account().prop_map(Deed::Release),
        account().prop_map(Deed::Extend),
        account().prop_map(Deed::TakeOver),
        account().prop_map(Deed::StartCall),
        Just(Deed::EndClaims),
        (account(), disposition).prop_map(|(account, ended)| Deed::Attempt(account, ended)),
        account().prop_map(Deed::Tell),
        (account(), way).prop_map(|(account, way)| Deed::Try(account, way)),
        (account(), how).prop_map(|(account, how)| Deed::Decide(account, how)),
        (account(), 1i64..200).prop_map(|(account, minutes)| Deed::Moment(account, minutes)),
    ];
    let words = || {
        prop_oneof![
            2 => (audience.clone(), phase()).prop_map(|(audience, phase)| Deed::Draft(audience, phase)),
            2 => (0usize..9).prop_map(Deed::Approve),
            1 => (0usize..9).prop_map(Deed::SendBack),
            2 => (0usize..9).prop_map(Deed::Publish),
            1 => (account(), 0u32..6).prop_map(|(account, number)| Deed::TellNumber(account, number)),
        ]
    };
    let rest = prop_oneof![
        (account(), any::<bool>()).prop_map(|(account, pinned)| Deed::Pin(account, pinned)),
        (account(), step()).prop_map(|(account, step)| Deed::Tick(account, step)),
        (account(), step()).prop_map(|(account, step)| Deed::Untick(account, step)),
        account().prop_map(Deed::Promise),
        (0usize..60).prop_map(Deed::KeepPromise),
        Just(Deed::Note),
        role.prop_map(Deed::Role),
        level().prop_map(Deed::Inform),
        level().prop_map(Deed::Skip),
        phase().prop_map(Deed::Post),
        words(),
        words(),
        state.prop_map(Deed::Move),
        (0usize..3).prop_map(Deed::Fire),
        (0usize..3).prop_map(Deed::Clear),
        proptest::sample::select(vec!["chat", "video"]).prop_map(Deed::AddComponent),
        (account(), 0usize..2).prop_map(|(account, question)| Deed::Ask(account, question)),
        (0usize..60).prop_map(Deed::Answer),
        stop().prop_map(Deed::Stop),
        stop().prop_map(Deed::GoOn),
        ((0usize..60), word()).prop_map(|(at, how)| Deed::Settle(at, how)),
        about_topics(),
        after_the_pain(),
        (0usize..60).prop_map(Deed::TakeBack),
        (0usize..60).prop_map(Deed::TakeBack),
    ];
    prop_oneof![calls, rest]
}

impl Deed {
    /// Who asks it of the hub: machines do the reporting, the hub its own housekeeping.
    pub fn asker(&self, who: usize) -> &'static str {
        match self {
            Deed::EndClaims => "hub",
            Deed::Fire(_) | Deed::Clear(_) => "monitor",
            _ => PEOPLE[who],
        }
    }

    pub fn command(&self, room: &Room) -> Command {
        let about = |kind: &str, account: &usize| command(kind, json!({ "account": ACCOUNTS[*account] }));
        // Any event so far, but never none.
        let earlier = |at: &usize| Seq((at % room.log.len().max(1)) as u64 + 1);
        match self {
            Deed::Claim(account) => about("claim_account", account),
            Deed::Release(account) => about("release_claim", account),
            Deed::Extend(account) => about("extend_claim", account),
            Deed::TakeOver(account) => command(
                "take_over_claim",
                json!({ "account": ACCOUNTS[*account], "reason": "needed" }),
            ),
            Deed::StartCall(account) => about("start_call", account),
            Deed::EndClaims => command("end_claims", json!({})),
            Deed::Attempt(account, ended) => attempt(ACCOUNTS[*account], *ended),
            Deed::Try(account, way) => {
                let disposition = if *way == "phone" { "no_answer" } else { "wrote" };
                let tried =
                    json!({ "account": ACCOUNTS[*account], "disposition": disposition, "channel": way });
                command("record_attempt", tried)
            }
            Deed::Decide(account, how) => {
                let decision = json!({ "account": ACCOUNTS[*account], "how": how });
                command("decide_unreachable", decision)
            }
            Deed::Moment(account, minutes) => {
                let from = room.now + SignedDuration::from_mins(*minutes);
                let until = from + SignedDuration::from_mins(30);
                let hours =
                    json!({ "account": ACCOUNTS[*account], "from": from, "until": until, "what": "payroll" });
                command("record_moment", hours)
            }
            Deed::Tell(account) => told(ACCOUNTS[*account], room.here().words_live()),
            Deed::Pin(account, pinned) => command(
                "pin_account",
                json!({ "account": ACCOUNTS[*account], "pinned": pinned }),
            ),
            Deed::Tick(account, step) => command(
                "tick_step",
                json!({ "account": ACCOUNTS[*account], "step": step, "reason": "saw it" }),
            ),
            Deed::Untick(account, step) => command(
                "untick_step",
                json!({ "account": ACCOUNTS[*account], "step": step }),
            ),
            Deed::Promise(account) => {
                let promise = json!({ "account": ACCOUNTS[*account], "what": "a report", "due": at(120) });
                command("make_promise", promise)
            }
            Deed::KeepPromise(at) => command("keep_promise", json!({ "promise": earlier(at) })),
            Deed::Note => note("errors at 4 %"),
            Deed::Role(duty) => role(duty),
            Deed::Inform(level) => inform(level, json!({ "person": "sam" })),
            Deed::Skip(level) => command("skip_level", json!({ "level": level, "reason": "a drill" })),
            Deed::Post(phase) => post(phase, phase),
            Deed::Draft(audience, phase) => {
                let text = format!("{phase} {}", room.log.len());
                command(
                    "draft_message",
                    json!({ "audience": audience, "phase": phase, "text": text }),
                )
            }
            Deed::Approve(at) => {
                let draft = json!({ "draft": a_draft(room, *at), "despite": "it is urgent" });
                command("approve_message", draft)
            }
            Deed::SendBack(at) => command(
                "reject_draft",
                json!({ "draft": a_draft(room, *at), "reason": "say more" }),
            ),
            Deed::Publish(at) => command("record_post", json!({ "draft": a_draft(room, *at) })),
            Deed::TellNumber(account, number) => told(ACCOUNTS[*account], *number),
            Deed::Move(state) => move_to(state),
            Deed::Fire(which) => {
                let component = ["video-eu", "chat", "video"][*which];
                let labels = json!({ "alertname": "MediaDown", "component": component });
                report(&[firing(["a", "b", "c"][*which], 0, labels)])
            }
            Deed::Clear(which) => report(&[cleared(["a", "b", "c"][*which], 0)]),
            Deed::AddComponent(component) => command("add_component", json!({ "component": component })),
            Deed::Ask(account, question) => {
                let question = ["Is data safe?", "When is it over?"][*question];
                let account = ACCOUNTS[*account];
                let ask = json!({ "to": "tech_lead", "question": question, "account": account });
                command("ask_question", ask)
            }
            Deed::Answer(at) => command("answer_ask", json!({ "ask": earlier(at), "answer": "yes" })),
            Deed::Stop(stop) => command("issue_stop", json!({ "stop": stop })),
            Deed::GoOn(stop) => command("resume_stop", json!({ "stop": stop })),
            Deed::Settle(at, how) => {
                let kind = ["promise", "ask"][at % 2];
                let debt = format!("{kind}:{}", earlier(at));
                let word = json!({ "debt": debt, "how": how, "to": "lena", "reason": "r" });
                command("settle_debt", word)
            }
            Deed::Tag(account, topic) => {
                let tag = json!({ "account": ACCOUNTS[*account], "name": TOPICS[*topic] });
                command("tag_topic", tag)
            }
            Deed::MergeTopics(from, into) => {
                let both = json!({ "from": a_topic(room, *from), "into": a_topic(room, *into) });
                command("merge_topics", both)
            }
            Deed::CrossOff(topic) => {
                let done = json!({ "topic": a_topic(room, *topic), "how": "it works again" });
                command("cross_off_topic", done)
            }
            Deed::Own(topic) => command("own_topic", json!({ "topic": a_topic(room, *topic) })),
            Deed::Mark(account, one, mark) => {
                let (account, condition) = (ACCOUNTS[*account], Condition::ALL[*one]);
                let said = json!({ "account": account, "condition": condition, "mark": mark, "text": "they said so" });
                command("mark_condition", said)
            }
            Deed::Lost(account, lost) => {
                let left = json!({ "account": ACCOUNTS[*account], "lost": lost, "reason": "a better offer" });
                command("record_lost", left)
            }
            Deed::Rest(minutes) => command("take_break", json!({ "minutes": minutes })),
            Deed::Debrief => command("record_debrief", json!({ "needs": "sleep" })),
            Deed::TakeBack(at) => take_back(earlier(at)),
        }
    }
}

/// The topic of this name; if there is none, a number that is none.
fn a_topic(room: &Room, which: usize) -> Seq {
    let known = room.picture.topics.named(TOPICS[which], false);
    known.map_or(Seq(1), |group| group.seq())
}

/// One of the drafts so far, or of the texts on the page; if there is none, a number that is neither.
fn a_draft(room: &Room, at: usize) -> Seq {
    let drafts = room.here().messages.drafts.iter().map(|draft| draft.seq);
    let all: Vec<Seq> = drafts
        .chain(room.here().posts.iter().map(|post| post.seq))
        .collect();
    all.get(at % all.len().max(1)).copied().unwrap_or(Seq(1))
}

/// The submission of an act, its time having come.
pub fn ask(room: &mut Room, act: &Act) -> Submission {
    room.now += SignedDuration::from_secs(act.after);
    let second = IncidentId(2);
    let there = act.elsewhere && room.picture.incident(second).is_some();
    room.incident = Some(if there { second } else { IncidentId(1) });
    let mut submission = room.submission(act.deed.command(room));
    submission.said_at = Some(room.now - SignedDuration::from_mins(act.ago));
    submission
}

/// Lets one act happen in a room, unless it is refused.
pub fn happen(room: &mut Room, act: &Act) -> Result<(), Refusal> {
    let submission = ask(room, act);
    let answer = room.submit(act.deed.asker(act.who), &submission);
    room.incident = Some(IncidentId(1));
    answer.map(|_| ())
}

/// A room in which all this has happened.
pub fn lived(acts: &[Act]) -> Room {
    let mut room = Room::declared();
    for act in acts {
        let _ = happen(&mut room, act);
    }
    room
}
