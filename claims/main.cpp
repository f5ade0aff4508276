#include "claims/cli/command_line.h"

int main(int argc, char** argv) { return wildclaims::cli::run(argc, argv); }
