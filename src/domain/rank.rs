//! The rank of an affected account: a sum of points, each with its reason, so that nobody has to believe it.

use super::accounts::{Account, Affected, Certainty, Tier};
use super::outreach::{Feeling, Row};
use jiff::civil::Date;
use std::borrow::Cow;

/// Points and why; the points add up to the score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rank {
    pub score: i32,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub reason: Cow<'static, str>,
    pub points: i32,
}

impl Rank {
    fn add(&mut self, points: i32, reason: impl Into<Cow<'static, str>>) {
        self.score += points;
        self.parts.push(Part {
            reason: reason.into(),
            points,
        });
    }
}

/// The rank of a row, with `today` as the day the incident began, so that it does not drift while people work.
pub fn rank(row: &Row, today: Date) -> Rank {
    let mut rank = Rank::default();
    let affected = &*row.affected;
    // These two go first whatever they add up to; said here so that the place on the list is explained.
    if row.pinned() {
        rank.add(0, "pinned");
    }
    if row.called_us() {
        rank.add(0, "they called us");
    }
    match affected.certainty {
        Certainty::Affected => rank.add(30, "affected"),
        Certainty::Maybe => rank.add(10, "maybe affected"),
    }
    feeling(&mut rank, row);
    match affected.account.tier {
        Tier::Strategic => rank.add(20, "strategic account"),
        Tier::Key => rank.add(12, "key account"),
        Tier::Named => rank.add(5, "named account"),
    }
    revenue(&mut rank, affected);
    leaving(&mut rank, &affected.account, today);
    relationship(&mut rank, &affected.account);
    rank
}

fn feeling(rank: &mut Rank, row: &Row) {
    let told = row.standing().filter(|attempt| attempt.facts.feeling.is_some());
    let latest = told.max_by_key(|attempt| (attempt.at, attempt.seq));
    match latest.and_then(|attempt| attempt.facts.feeling) {
        Some(Feeling::Crisis) => rank.add(10, "a crisis for them"),
        Some(Feeling::Hurting) => rank.add(6, "it hurts them"),
        Some(Feeling::Noticed) => rank.add(2, "they noticed"),
        Some(Feeling::Fine) => rank.add(0, "they are fine"),
        None => rank.add(0, "how it feels to them: unknown"),
    }
}

fn revenue(rank: &mut Rank, affected: &Affected) {
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
    rank.add(points, format!("ARR {}", arr.short()));
}

/// The nearer of renewal and notice date: how soon they can leave.
fn leaving(rank: &mut Rank, account: &Account, today: Date) {
    let Some(date) = account.leaves(today) else {
        return rank.add(0, "renewal date unknown");
    };
    let days = (date - today).get_days();
    let points = match days {
        0..=30 => 10,
        31..=90 => 7,
        91..=180 => 3,
        _ => 0,
    };
    rank.add(points, format!("can leave in {days} d"));
}

fn relationship(rank: &mut Rank, account: &Account) {
    match account.health {
        Some(health) if health < 40 => rank.add(5, format!("health {health}")),
        Some(health) => rank.add(0, format!("health {health}")),
        None => rank.add(0, "health unknown"),
    }
    match account.nps {
        Some(nps) if nps < 7 => rank.add(3, format!("detractor ({nps})")),
        Some(nps) if nps >= 9 => rank.add(3, format!("promoter ({nps})")),
        Some(_) | None => {}
    }
    if account.reference {
        rank.add(3, "speaks for us to others");
    }
    if account.open_opportunity {
        rank.add(5, "open opportunity");
    }
    if let Some(rule) = &account.regulated {
        rank.add(5, format!("regulated ({rule})"));
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
        let rank = rank(room.row("northwind"), "2026-07-01".parse().unwrap());
        let parts: Vec<_> = rank
            .parts
            .iter()
            .map(|part| (&*part.reason, part.points))
            .collect();
        let expected = [
            ("affected", 30),
            ("how it feels to them: unknown", 0),
            ("strategic account", 20),
            ("ARR 1.2M", 15),
            ("can leave in 19 d", 10),
            ("health unknown", 0),
        ];
        assert_eq!((parts.as_slice(), rank.score), (expected.as_slice(), 75));
    }

    #[test]
    fn the_nearer_of_renewal_and_notice_counts_and_what_is_past_does_not() {
        let room = Room::declared();
        let mut row = room.row("northwind").clone();
        let account = &mut std::sync::Arc::make_mut(&mut row.affected).account;
        account.notice_date = Some("2026-07-03".parse().unwrap());
        let days = |day: &str| {
            let rank = rank(&row, day.parse().unwrap());
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
        let rank = rank(room.row("northwind"), "2026-07-01".parse().unwrap());
        assert_eq!(rank.parts[1].reason, "they are fine");
    }
}
