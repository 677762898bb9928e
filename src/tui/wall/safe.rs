//! What may be said on a wall: no number of a telephone, no money, no address; and of what happened only what is meant
//! for everybody.

use crate::domain::incident::Incident;
use crate::domain::notes::Stance;
use crate::domain::outreach::Direction;
use crate::domain::speech::{self, mark, say, word};
use crate::domain::timeline::{Entry, What};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::tui::words::when;

/// Stands where something was.
const HIDDEN: &str = mark!("(hidden)");
/// As few digits as a number of a telephone has.
const DIGITS: usize = 6;
/// What stands for a currency beside an amount.
const CURRENCIES: [&str; 24] = [
    "EURO", "EUROS", "DOLLAR", "DOLLARS", "POUND", "POUNDS", "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR",
    "AUD", "CAD", "SEK", "NOK", "DKK", "PLN", "CZK", "BRL", "MXN", "KRW", "ARR",
];
/// What may stand between an amount and its currency.
const SCALES: [&str; 9] = [
    "K", "M", "BN", "MIO", "MILLION", "MILLIONS", "THOUSAND", "BILLION", "TSD",
];
const SIGNS: [char; 6] = ['€', '$', '£', '¥', '₹', '₩'];

/// The text without what nobody who walks past may read: telephone numbers, amounts of money, addresses. Rather a
/// number too many is hidden than one too few.
pub fn text(text: &str) -> String {
    // However it was pasted: with blanks that do not break, and with lines of any length between the digits.
    let plain: String = text
        .chars()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let words: Vec<&str> = plain.split(' ').collect();
    let mut said: Vec<&str> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let taken = number(&words[at..]);
        let taken = if taken > 0 { taken } else { secret(&words, at) };
        match taken {
            0 => {
                said.push(words[at]);
                at += 1;
            }
            _ => {
                if said.last() != Some(&speech::said(HIDDEN)) {
                    said.push(speech::said(HIDDEN));
                }
                at += taken;
            }
        }
    }
    said.join(" ")
}

/// How many of these words are the number of a telephone: `+49 30 901820`, `(030) 90-18-20`.
fn number(words: &[&str]) -> usize {
    let parts = words.iter().take_while(|word| numeric(word));
    let count = parts.clone().count();
    // One word is a number by itself, or several together are.
    let digits = |words: &[&str]| -> usize { words.iter().map(|word| digits(word)).sum() };
    match count {
        0 => usize::from(words.first().is_some_and(|word| glued(word))),
        _ if digits(&words[..count]) >= DIGITS => count,
        _ => 0,
    }
}

fn digits(word: &str) -> usize {
    word.chars().filter(char::is_ascii_digit).count()
}

/// Nothing but digits and what stands between those of a telephone; no date, and no time of the day.
fn numeric(word: &str) -> bool {
    let bare = bare(word);
    let of_number = |c: char| c.is_ascii_digit() || "+-./()".contains(c);
    !is_day(bare) && digits(bare) > 0 && bare.chars().all(of_number)
}

fn bare(word: &str) -> &str {
    word.trim_matches([',', ';', '.', '!', '?'])
}

/// A day of this century.
fn is_day(bare: &str) -> bool {
    bare.len() == "2026-03-03".len() && bare.starts_with("20") && bare.parse::<jiff::civil::Date>().is_ok()
}

/// A number with something before or after it: `tel:+4930901820`.
fn glued(word: &str) -> bool {
    if is_day(bare(word)) {
        return false;
    }
    let mut run = 0;
    for c in word.chars() {
        match c {
            '0'..='9' => run += 1,
            '+' | '-' | '.' | '(' | ')' => {}
            _ => run = 0,
        }
        if run >= DIGITS {
            return true;
        }
    }
    false
}

/// How many words from here on are an amount or an address.
fn secret(words: &[&str], at: usize) -> usize {
    let word = words[at];
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_uppercase();
    let currency = |word: &str| CURRENCIES.contains(&bare(word).as_str());
    let amount = |word: &&str| word.chars().any(|c| c.is_ascii_digit());
    let follows = words.get(at + 1);
    let signed = word.contains(SIGNS);
    let named = amount(&word) && names_money(word);
    let scaled = follows.is_some_and(|next| SCALES.contains(&bare(next).as_str()));
    let after = words.get(at + 2).filter(|_| scaled && amount(&word));
    match follows {
        _ if named || signed && amount(&word) => 1,
        // An address, or how somebody is called in a chat.
        _ if word.trim_matches(['.', ',']).len() > 1 && word.contains('@') => 1,
        _ if after.is_some_and(|word| currency(word) || word.contains(SIGNS)) => 3,
        Some(next) if (currency(word) || signed) && amount(next) => 2,
        Some(next) if amount(&word) && (currency(next) || next.contains(SIGNS)) => 2,
        _ => 0,
    }
}

/// A currency written together with its amount, `1.2MEUR`; not a word that only has one in it, `europe-west1`.
fn names_money(word: &str) -> bool {
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let letters = letters.to_uppercase();
    CURRENCIES.iter().any(|name| {
        let rest = letters.strip_prefix(name).or_else(|| letters.strip_suffix(name));
        rest.is_some_and(|rest| rest.is_empty() || SCALES.contains(&rest))
    })
}

/// A line of the timeline as a wall says it; nothing of what is between us and one customer, and no guess.
pub fn line(incident: &Incident, entry: &Entry, now: Timestamp, zone: &TimeZone) -> Option<String> {
    if entry.routine || entry.withdrawn.is_some() {
        return None;
    }
    let whole = || text(&entry.text);
    let about = |what: &str| entry.subject.as_ref().map(|subject| format!("{subject}: {what}"));
    let said = match entry.what {
        What::Alert
        | What::State
        | What::Scope
        | What::Role(_)
        | What::Level
        | What::Others
        | What::Plan
        | What::Page
        | What::Expert
        | What::Finding => Some(whole()),
        What::Note(Stance::Fact | Stance::Did) if entry.account.is_none() => Some(whole()),
        What::Call => about(&call(incident, entry)?),
        What::CallIn => about(word!("they called us")),
        What::Promise => about(word!("promised them something")),
        What::Note(_)
        | What::Offer(_)
        | What::Declined
        | What::Claim
        | What::Assign
        | What::Assigned
        | What::Pin
        | What::Moment
        | What::Unreached
        | What::Tick
        | What::Untick
        | What::Debt
        | What::Ask(_)
        | What::Stop
        | What::Topic
        | What::Brief
        | What::Words
        | What::Report
        | What::Sent
        | What::Dispatch
        | What::Impact
        | What::Recovery
        | What::Debrief
        | What::Executive
        | What::Gesture
        | What::Credit
        | What::Correction => None,
    }?;
    let until = entry
        .until
        .filter(|_| matches!(entry.what, What::Plan | What::Promise));
    let until = until.map(|at| say!(", until {clock}", clock = when::clock(at, now, zone)));
    Some(said + &until.unwrap_or_default())
}

/// How a call ended, without a word of what was said on it.
fn call(incident: &Incident, entry: &Entry) -> Option<String> {
    let row = incident.rows.get(entry.account.as_ref()?)?;
    let attempt = row.attempts.iter().find(|attempt| attempt.seq == entry.seq)?;
    let facts = &attempt.facts;
    let words = facts.disposition.words();
    let told = match facts.told {
        None => String::new(),
        Some(0) => word!(", told the first words").to_owned(),
        Some(number) => say!(", told text {number}", number),
    };
    Some(match facts.direction {
        Direction::Outbound => format!("{words}{told}"),
        Direction::Inbound => say!("they called us: {words}{told}", words, told),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_money_and_addresses_are_hidden() {
        for (said, shown) in [
            ("call +49 30 901820 now", "call (hidden) now"),
            ("call +1-415-555-0142, extension 7", "call (hidden) extension 7"),
            ("(030) 90 18 20 is theirs", "(hidden) is theirs"),
            ("tel:+4930901820 rings", "(hidden) rings"),
            ("0049.30.901820!", "(hidden)"),
            ("ask m.chen@northwind.example, now", "ask (hidden) now"),
            ("lost EUR 1.2M so far", "lost (hidden) so far"),
            ("lost 900k EUR so far", "lost (hidden) so far"),
            ("lost €500 or $ 30 a day", "lost (hidden) or (hidden) a day"),
            ("1.2MEUR gone", "(hidden) gone"),
            (
                "call +49\u{a0}30\u{a0}90\u{a0}18\u{a0}20 now",
                "call (hidden) now",
            ),
            ("+1 415 555\u{2011}0142 is theirs", "(hidden) is theirs"),
            ("lost 1.2 million EUR", "lost (hidden)"),
            ("500 euros, 900k eur or 3 Mio. \u{20ac}", "(hidden) or (hidden)"),
        ] {
            assert_eq!(text(said), shown, "{said}");
        }
    }

    #[test]
    fn times_days_and_rates_are_no_secret() {
        for said in [
            "errors 4.1 % -> 0.9 %, watching",
            "Video calls in the EU are dropping since 13:49 UTC. We are on it; next news by 14:15 UTC.",
            "since 2026-03-03 13:49, 22 of 1,240 accounts",
            "rolled back media-eu v881 to 1.24.3",
            "INC-2041: 3 of 22, +7, 48s",
            "europe-west1 and eu-central-1 are slow, 12 pounders too",
        ] {
            assert_eq!(text(said), said);
        }
    }
}
