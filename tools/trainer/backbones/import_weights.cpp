#include "backbones/import_weights.hpp"

#include <cstdio>

#include "backbones/weights_file.hpp"
#include "backbones/weights_table.hpp"

namespace brnpa::trainer {

void importWeights(const std::string& file, const std::string& output) {
    const NamedTensors weights = readWeights(file);
    writeWeights(output, weights);
    std::fputs(weightsTable(weights).c_str(), stdout);
}

}  // namespace brnpa::trainer
