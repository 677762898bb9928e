//! The opening line of a call as it is said aloud: the names and the time a playbook leaves open in it are filled in.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What a playbook may leave open in its opening, written as `{caller}`.
pub const SLOTS: [&str; 3] = ["caller", "contact", "since"];

/// What is known when somebody calls.
#[derive(Clone, Debug)]
pub struct Opening<'a> {
    pub caller: &'a str,
    /// Whom they are to ask for; nobody is named where the list knows nobody.
    pub contact: Option<&'a str>,
    /// Since when it is broken for them, and until when if that is over.
    pub broken: (Timestamp, Option<Timestamp>),
    pub now: Timestamp,
    /// The customer's zone, if it is on record: then their clocks are spoken of, else ours.
    pub there: Option<&'a TimeZone>,
    pub here: &'a TimeZone,
}

impl Opening<'_> {
    /// The line with nothing left open.
    pub fn spoken(&self, line: &str) -> String {
        let contact = self.contact.map(|name| format!(" {name}")).unwrap_or_default();
        line.replace(" {contact}", &contact)
            .replace("{contact}", self.contact.unwrap_or("you"))
            .replace("{caller}", self.caller)
            .replace("{since}", &self.since())
    }

    /// `14:02 your time`; `yesterday at 14:02 until 16:10 our time`.
    fn since(&self) -> String {
        let (from, until) = self.broken;
        let whose = if self.there.is_some() { "your" } else { "our" };
        let today = self.clock(self.now).0;
        let (began, clock) = self.clock(from);
        let ended = until.map(|until| {
            let (ended, clock) = self.clock(until);
            format!(" until {}{clock}", on(ended, began))
        });
        let ended = ended.unwrap_or_default();
        format!("{}{clock}{ended} {whose} time", on(began, today))
    }

    fn clock(&self, at: Timestamp) -> (Date, String) {
        let zone = self.there.unwrap_or(self.here);
        let at = at.to_zoned(zone.clone());
        (at.date(), at.strftime("%H:%M").to_string())
    }
}

/// A day as it is said to somebody who thinks of another one; nothing where it is the same.
fn on(day: Date, other: Date) -> String {
    match day {
        _ if day == other => String::new(),
        _ if other.yesterday().is_ok_and(|yesterday| day == yesterday) => "yesterday at ".to_owned(),
        _ => format!("{} at ", day.strftime("%A, %B %-d,")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "Hello {contact}, this is {caller}. It has been down since {since}, and I am sorry.";

    #[test]
    fn the_opening_is_said_without_a_blank_whatever_is_known() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        let known = Opening {
            caller: "Omar",
            contact: Some("Ann Lee"),
            broken: (at("2026-03-03T13:49:00Z"), None),
            now: at("2026-03-03T14:02:00Z"),
            there: Some(&tokyo),
            here: &TimeZone::UTC,
        };
        assert_eq!(
            known.spoken(LINE),
            "Hello Ann Lee, this is Omar. It has been down since 22:49 your time, and I am sorry."
        );
        let unknown = Opening {
            contact: None,
            there: None,
            broken: (at("2026-03-02T23:50:00Z"), Some(at("2026-03-03T01:00:00Z"))),
            ..known.clone()
        };
        assert_eq!(
            unknown.spoken("Hello {contact}, down since {since}."),
            "Hello, down since yesterday at 23:50 until Tuesday, March 3, at 01:00 our time."
        );
        let long_ago = Opening {
            broken: (at("2026-02-20T08:00:00Z"), Some(at("2026-02-20T09:30:00Z"))),
            ..known
        };
        assert_eq!(
            long_ago.spoken("{since}"),
            "Friday, February 20, at 17:00 until 18:30 your time"
        );
        assert_eq!(long_ago.spoken("Good day to you."), "Good day to you.");
    }
}
