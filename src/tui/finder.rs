//! Looking for who is calling: one question to the hub at a time, so that a slow hub is asked for the last thing typed and
//! not for every letter of it.

use crate::wire::Accounts;

#[derive(Debug, Default)]
pub struct Finder {
    /// What the hub is being asked for.
    asking: Option<String>,
    /// What is to be asked for next.
    wanted: Option<String>,
    /// The last answer, and to what.
    answer: Option<(String, Result<Accounts, String>)>,
}

impl Finder {
    /// Somebody looks for this: what to ask the hub for now, if for anything.
    pub fn want(&mut self, text: String) -> Option<String> {
        if self.asking.is_some() {
            self.wanted = Some(text);
            return None;
        }
        self.asking = Some(text.clone());
        Some(text)
    }

    /// The hub has answered: what to ask it for next, if for anything.
    pub fn answered(&mut self, text: String, found: Result<Accounts, String>) -> Option<String> {
        self.asking = None;
        let wanted = self.wanted.take().filter(|wanted| *wanted != text);
        self.answer = Some((text, found));
        self.want(wanted?)
    }

    /// The hub is back: what it could not be asked for is asked for again.
    pub fn again(&mut self) -> Option<String> {
        let failed = self.answer.take_if(|(_, found)| found.is_err());
        self.want(failed?.0)
    }

    /// The last answer was none.
    pub fn failed(&self) -> bool {
        self.answer.as_ref().is_some_and(|(_, found)| found.is_err())
    }

    /// What the hub found for this very text.
    pub fn found(&self, text: &str) -> Option<&Result<Accounts, String>> {
        let (asked, found) = self.answer.as_ref()?;
        (asked == text).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_hub_is_asked_for_the_last_thing_typed() {
        let mut finder = Finder::default();
        let text = |text: &str| text.to_owned();
        assert_eq!(finder.want(text("a")), Some(text("a")));
        assert_eq!(finder.want(text("ac")), None);
        assert_eq!(finder.want(text("acm")), None);
        let none = || Ok(Accounts::default());
        assert_eq!(finder.answered(text("a"), none()), Some(text("acm")));
        assert!(finder.found("acm").is_none() && finder.found("a").is_some());
        assert_eq!(finder.answered(text("acm"), none()), None);
        assert!(finder.found("acm").is_some());
        assert_eq!(finder.want(text("acme")), Some(text("acme")));
    }
}
