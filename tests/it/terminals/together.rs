//! Two terminals in one room: what one does, the other sees.

use super::{declared, rig, room};

#[test]
fn what_one_does_the_other_sees_and_the_second_claim_is_refused_by_name() {
    let rig = rig();
    let hub = declared(&rig);
    let (dana, omar) = (hub.token("dana", "advocate"), hub.token("omar", "advocate"));
    let (mut dana, mut omar) = (room(&hub, &dana), room(&hub, &omar));

    // The first row of the accounts, which both have before them.
    dana.press("1c");
    omar.wait_for(&["claimed", "Northwind", "dana has it"]);
    dana.wait_for(&["yours", "Northwind"]);
    omar.press("1c");
    omar.wait_for(&["Refused", "dana claimed Northwind"]);

    // Space and Enter: reached.
    dana.press(" ");
    dana.wait_for(&["How did the call with Northwind end?"]);
    dana.press("\r");
    omar.wait_for(&["reached", "Northwind", "dana"]);
    omar.wait_for(&["reached 1, tried 0, not yet 3"]);

    omar.press("nrolled back media-eu\r");
    dana.wait_for(&["omar", "rolled back media-eu"]);
    dana.wait_for(&["all sent"]);

    let log = hub.run(&["log"]).well();
    assert_eq!(log.matches("rolled back media-eu").count(), 1, "{log}");
}
