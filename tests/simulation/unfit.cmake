# The test of a planted bug whose passage is no longer in the source: fails and tells WHY.
message(FATAL_ERROR "${WHY}")
