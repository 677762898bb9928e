//! Whether a page would take texts, as far as it can be known without putting one there.

use super::Statuspage;
use super::read::missing;
use crate::connect::FetchError;
use crate::connect::call::{Ask, Failure};
use crate::connect::told::Finding;
use jiff::Timestamp;

const TOKEN: &str = "it takes the token";
const PAGE: &str = "it has the page";
const COMPONENTS: &str = "the page has every component that components names";

impl Statuspage {
    pub async fn check(&mut self, now: Timestamp) -> Vec<Finding> {
        let page = self
            .caller
            .ask(&Ask::get(self.path("").trim_end_matches('/')), now)
            .await;
        if let Err(failure) = page {
            return vec![failed(&failure)];
        }
        let mut findings = vec![Finding::good(TOKEN), Finding::good(PAGE)];
        findings.push(match self.components(now).await {
            Ok(theirs) => match missing(&self.setting.components, &theirs).as_slice() {
                [] => Finding::good(COMPONENTS),
                [first, ..] => Finding::bad(COMPONENTS, first.clone()),
            },
            Err(failure) => Finding::bad(COMPONENTS, failure.error.to_string()),
        });
        findings.push(match self.unresolved(now).await {
            Ok(incidents) => {
                let by_hand = incidents
                    .iter()
                    .filter(|incident| incident.metadata.warroom.is_none());
                Finding::good(format!(
                    "its open incidents can be read: {}, of which {} were put there by hand",
                    incidents.len(),
                    by_hand.count()
                ))
            }
            Err(failure) => Finding::bad("its open incidents can be read", failure.error.to_string()),
        });
        findings
    }
}

fn failed(failure: &Failure) -> Finding {
    let why = failure.error.to_string();
    match failure.error {
        FetchError::Auth { status } => Finding::bad(
            TOKEN,
            format!(
                "it refuses the token ({status}); make one under \"API info\" in the account's menu, as somebody who \
                 may manage the page, and put it into the token_file"
            ),
        ),
        FetchError::NotFound { status } => Finding::bad(
            PAGE,
            format!("it knows no such page ({status}); take the id from \"API info\" in the page's settings"),
        ),
        _ => Finding::bad("it can be asked", why),
    }
}
