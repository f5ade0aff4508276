#include "claims/domain/public_notice.h"

namespace wildclaims::domain {

rules::Date approvable_from(const PublicNotice& notice) { return notice.posted.plus_days(notice.days + 1); }

rules::Date last_day(const PublicNotice& notice) { return notice.posted.plus_days(notice.days); }

bool has_lapsed(const PublicNotice& notice, rules::Date today) { return today >= approvable_from(notice); }

}  // namespace wildclaims::domain
