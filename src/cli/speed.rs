//! How fast a rehearsal may run.

/// Faster than this nobody could follow, and its clock would soon come to the end of time.
const FASTEST: f64 = 1_000.0;

/// How many times faster than the world: more than 0 and at most 1000.
///
/// # Errors
/// It is no such number, with what was expected.
pub fn speed(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(speed) if speed > 0.0 && speed <= FASTEST => Ok(speed),
        Ok(_) | Err(_) => Err(format!(
            "a speed is more than 0 and at most {FASTEST}; expected a number such as 10"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_a_number_a_rehearsal_can_run_at() {
        assert_eq!(speed("10"), Ok(10.0));
        assert_eq!(speed("0.5"), Ok(0.5));
        assert_eq!(speed("1000"), Ok(1_000.0));
        for wrong in ["0", "-3", "1001", "1e15", "NaN", "inf", "fast", ""] {
            assert_eq!(
                speed(wrong).unwrap_err(),
                "a speed is more than 0 and at most 1000; expected a number such as 10",
                "{wrong}"
            );
        }
    }
}
