// How fast a worksheet is put on record, beside the function written by hand.
#pragma once

namespace wildclaims::bench {

// Prints its figures; not 0 when the records are wrong.
int worksheets();

}  // namespace wildclaims::bench
