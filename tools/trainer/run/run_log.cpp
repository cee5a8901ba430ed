#include "run/run_log.hpp"

#include <fstream>

#include "common/atomic_file.hpp"
#include "common/errors.hpp"

namespace brnpa::trainer {

RunLog::RunLog(std::string path, std::int64_t step) : path_(std::move(path)) {
    std::ifstream file(path_);
    if (!file) return;
    std::string kept;
    for (std::string line; std::getline(file, line);) {
        const auto record = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
        if (record.is_object() && record.value("step", std::int64_t{0}) <= step) kept += line + "\n";
    }
    writeFileAtomically(path_, kept);
}

void RunLog::add(const nlohmann::ordered_json& record) {
    std::ofstream file(path_, std::ios::app);
    file << record.dump() << '\n';
    if (!file.flush()) throw ResourceError("cannot write " + path_);
}

}  // namespace brnpa::trainer
