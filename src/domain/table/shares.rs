//! Commands about whose call an account is: assigning, dealing, and standing in.

use super::{DIRECTS_CALLS, May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "assign_account",
        May::Participants,
        Offline::Asked,
        &["account_assigned"],
        "Offers an account to somebody to call; one's own is taken at once",
    )
    .takes("the commander or the CS lead, for somebody else")
    .undoable(),
    row(
        "accept_accounts",
        May::Participants,
        Offline::Asked,
        &["accounts_accepted"],
        "Takes the accounts that were offered",
    ),
    row(
        "decline_accounts",
        May::Participants,
        Offline::Asked,
        &["accounts_declined"],
        "Says no to accounts that were offered, or gives them back",
    ),
    row(
        "deal_list",
        May::Participants,
        Offline::Asked,
        &["list_dealt"],
        "Deals the whole call list, as it was previewed",
    )
    .takes(DIRECTS_CALLS)
    .undoable(),
    row(
        "leave_calls",
        May::Participants,
        Offline::Asked,
        &["calls_left", "claim_ended", "accounts_backed_up"],
        "An advocate makes no more calls; what they have goes to who stands in",
    ),
    row(
        "back_up_accounts",
        May::Hub,
        Offline::Asked,
        &["accounts_backed_up", "accounts_returned"],
        "Moves accounts whose person is not here to who stands in",
    ),
];
