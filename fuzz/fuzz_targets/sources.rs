//! The door `sources`, for libFuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| warroom_fuzz::open("sources", data));
