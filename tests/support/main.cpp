// The one main function of every test program.
#define CATCH_CONFIG_MAIN
#include "tests/support/catch.h"
