//! The rank of an affected account: a sum of points, each with its reason, so that nobody has to believe it.

use super::accounts::{Account, Affected, Certainty, Tier};
use super::critical::Near;
use super::money::Amount;
use super::outreach::{Feeling, Row};
use super::span::{Span, words};
use super::text::Clean;
use crate::domain::speech::{say, word};
use jiff::Timestamp;
use jiff::civil::Date;
use std::fmt;

/// So near the hours that matter to an account lift it to the top.
pub const NEARS: Span = Span::hours(1);
const TODAY: Span = Span::hours(8);

/// Points and why; the points add up to the score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rank {
    pub score: i32,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub reason: Reason,
    pub points: i32,
}

/// In words only when somebody reads it: thousands of ranks are only compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    Is(&'static str),
    Arr(Amount),
    /// Days until they can leave.
    Leaves(i32),
    Health(u8),
    Detractor(i16),
    Promoter(i16),
    Regulated(Clean),
    /// What matters to them, and in how long it begins; `None`: now.
    Moment(Clean, Option<Span>),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Is(words) => f.pad(words),
            Reason::Arr(amount) => write!(f, "ARR {}", amount.short()),
            Reason::Leaves(days) => f.write_str(&say!("can leave in {days} d", days)),
            Reason::Health(health) => f.write_str(&say!("health {health}", health)),
            Reason::Detractor(nps) => f.write_str(&say!("detractor ({nps})", nps)),
            Reason::Promoter(nps) => f.write_str(&say!("promoter ({nps})", nps)),
            Reason::Regulated(rule) => f.write_str(&say!("regulated ({rule})", rule)),
            Reason::Moment(what, None) => f.write_str(&say!("{what} now", what)),
            Reason::Moment(what, Some(wait)) => {
                f.write_str(&say!("{what} in {wait}", what, wait = words(wait.0)))
            }
        }
    }
}

/// What points are added up in: with their reasons for whoever reads them, the score alone where thousands of rows are
/// compared.
trait Sum {
    fn because(&mut self, points: i32, reason: impl FnOnce() -> Reason);

    fn add(&mut self, points: i32, words: &'static str) {
        self.because(points, || Reason::Is(words));
    }
}

impl Sum for Rank {
    fn because(&mut self, points: i32, reason: impl FnOnce() -> Reason) {
        self.score += points;
        let reason = reason();
        self.parts.push(Part { reason, points });
    }
}

impl Sum for i32 {
    fn because(&mut self, points: i32, _: impl FnOnce() -> Reason) {
        *self += points;
    }
}

/// The rank of a row, with `today` as the day the incident began, so that it does not drift while people work. Only the
/// next of the hours that matter to them comes nearer.
pub fn rank(row: &Row, today: Date, moment: Option<(&Near, Timestamp)>) -> Rank {
    let mut rank = Rank::default();
    add_up(&mut rank, row, today, moment);
    rank
}

/// The score of that rank.
pub fn score(row: &Row, today: Date, moment: Option<(&Near, Timestamp)>) -> i32 {
    let mut score = 0;
    add_up(&mut score, row, today, moment);
    score
}

fn add_up(rank: &mut impl Sum, row: &Row, today: Date, moment: Option<(&Near, Timestamp)>) {
    let affected = &*row.affected;
    // These two go first whatever they add up to; said here so that the place on the list is explained.
    if row.pinned() {
        rank.add(0, "pinned");
    }
    if row.called_us() {
        rank.add(0, word!("they called us"));
    }
    if let Some((near, now)) = moment {
        nears(rank, near, now);
    }
    match affected.certainty {
        Certainty::Affected => rank.add(30, "affected"),
        Certainty::Maybe => rank.add(10, word!("maybe affected")),
    }
    feeling(rank, row);
    match affected.account.tier {
        Tier::Strategic => rank.add(20, word!("strategic account")),
        Tier::Key => rank.add(12, word!("key account")),
        Tier::Named => rank.add(5, word!("named account")),
    }
    revenue(rank, affected);
    leaving(rank, &affected.account, today);
    relationship(rank, &affected.account);
}

fn nears(rank: &mut impl Sum, near: &Near, now: Timestamp) {
    let left = Span(near.from.duration_since(now));
    let points = match left {
        _ if near.runs(now) => return rank.because(25, || Reason::Moment(near.what.clone(), None)),
        left if left <= NEARS => 20,
        left if left <= TODAY => 8,
        _ => 0,
    };
    rank.because(points, || Reason::Moment(near.what.clone(), Some(left)));
}

fn feeling(rank: &mut impl Sum, row: &Row) {
    let told = row.standing().filter(|attempt| attempt.facts.feeling.is_some());
    let latest = told.max_by_key(|attempt| (attempt.at, attempt.seq));
    match latest.and_then(|attempt| attempt.facts.feeling) {
        Some(Feeling::Crisis) => rank.add(10, word!("a crisis for them")),
        Some(Feeling::Hurting) => rank.add(6, word!("it hurts them")),
        Some(Feeling::Noticed) => rank.add(2, word!("they noticed")),
        Some(Feeling::Fine) => rank.add(0, word!("they are fine")),
        None => rank.add(0, word!("how it feels to them: unknown")),
    }
}

fn revenue(rank: &mut impl Sum, affected: &Affected) {
    let Some(arr) = affected.arr_reported else {
        return rank.add(0, "ARR unknown");
    };
    let points = match arr.0 / 100 {
        1_000_000.. => 15,
        500_000.. => 12,
        250_000.. => 9,
        100_000.. => 6,
        25_000.. => 3,
        _ => 0,
    };
    rank.because(points, || Reason::Arr(arr));
}

/// The nearer of renewal and notice date: how soon they can leave.
fn leaving(rank: &mut impl Sum, account: &Account, today: Date) {
    let Some(date) = account.leaves(today) else {
        return rank.add(0, word!("renewal date unknown"));
    };
    let days = (date - today).get_days();
    let points = match days {
        0..=30 => 10,
        31..=90 => 7,
        91..=180 => 3,
        _ => 0,
    };
    rank.because(points, || Reason::Leaves(days));
}

fn relationship(rank: &mut impl Sum, account: &Account) {
    match account.health {
        Some(health) if health < 40 => rank.because(5, || Reason::Health(health)),
        Some(health) => rank.because(0, || Reason::Health(health)),
        None => rank.add(0, word!("health unknown")),
    }
    match account.nps {
        Some(nps) if nps < 7 => rank.because(3, || Reason::Detractor(nps)),
        Some(nps) if nps >= 9 => rank.because(3, || Reason::Promoter(nps)),
        Some(_) | None => {}
    }
    if account.reference {
        rank.add(3, word!("speaks for us to others"));
    }
    if account.open_opportunity {
        rank.add(5, word!("open opportunity"));
    }
    if let Some(rule) = &account.regulated {
        rank.because(5, || Reason::Regulated(rule.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testkit::*;
    use serde_json::json;

    #[test]
    fn every_point_has_its_reason() {
        let room = Room::declared();
        let rank = rank(room.row("northwind"), "2026-07-01".parse().unwrap(), None);
        let parts: Vec<_> = rank
            .parts
            .iter()
            .map(|part| (part.reason.to_string(), part.points))
            .collect();
        let expected = [
            ("affected", 30),
            ("how it feels to them: unknown", 0),
            ("strategic account", 20),
            ("ARR 1.2M", 15),
            ("can leave in 19 d", 10),
            ("health unknown", 0),
        ];
        let expected = expected.map(|(reason, points)| (reason.to_owned(), points));
        assert_eq!((parts.as_slice(), rank.score), (expected.as_slice(), 75));
    }

    #[test]
    fn hours_that_matter_to_them_lift_them_as_they_near() {
        let room = Room::declared();
        let near = Near {
            from: at(600),
            until: at(660),
            what: "investor call".into(),
            offer: None,
            heard: None,
        };
        let lifted = |minute: i64| {
            let today = "2026-07-01".parse().unwrap();
            let rank = rank(room.row("northwind"), today, Some((&near, at(minute))));
            (rank.score - 75, rank.parts[0].reason.to_string())
        };
        assert_eq!(lifted(0), (0, "investor call in 10 h".to_owned()));
        assert_eq!(lifted(300), (8, "investor call in 5 h".to_owned()));
        assert_eq!(lifted(575), (20, "investor call in 25 min".to_owned()));
        assert_eq!(lifted(601), (25, "investor call now".to_owned()));
    }

    #[test]
    fn the_nearer_of_renewal_and_notice_counts_and_what_is_past_does_not() {
        let room = Room::declared();
        let mut row = room.row("northwind").clone();
        let account = &mut std::sync::Arc::make_mut(&mut row.affected).account;
        account.notice_date = Some("2026-07-03".parse().unwrap());
        let days = |day: &str| {
            let rank = rank(&row, day.parse().unwrap(), None);
            rank.parts[4].reason.to_string()
        };
        assert_eq!(days("2026-07-01"), "can leave in 2 d");
        assert_eq!(days("2026-07-04"), "can leave in 16 d");
        assert_eq!(days("2026-07-21"), "renewal date unknown");
    }

    #[test]
    fn how_it_feels_to_them_is_what_they_said_last() {
        let mut room = Room::declared();
        let felt = |feeling: &str| {
            let call = json!({ "account": "northwind", "disposition": "reached_other", "feeling": feeling });
            command("record_attempt", call)
        };
        room.at(5).does("omar", felt("fine"));
        room.at(6).says("omar", 2, felt("crisis"));
        let rank = rank(room.row("northwind"), "2026-07-01".parse().unwrap(), None);
        assert_eq!(rank.parts[1].reason, Reason::Is("they are fine"));
    }
}
