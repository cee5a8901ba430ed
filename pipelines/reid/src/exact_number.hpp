#pragma once

namespace reid {

/// The double that is written with as few digits as tell this float from all others: 0.3f becomes 0.3 and not
/// 0.30000001192092896. Cast back it is the same float.
double exactNumber(float value);

}  // namespace reid
