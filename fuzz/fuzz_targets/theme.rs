//! The door `theme`, for libFuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| warroom_fuzz::open("theme", data));
