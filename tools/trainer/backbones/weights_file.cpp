#include "backbones/weights_file.hpp"

#include <fmt/format.h>

#include <cstring>
#include <fstream>
#include <sstream>

#include "backbones/legacy_weights.hpp"
#include "backbones/state_dict.hpp"
#include "backbones/zip_archive.hpp"
#include "common/atomic_file.hpp"
#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

const std::string pickleMember = "data.pkl";
const std::string zipSignature = "PK";

bool endsWith(const std::string& text, const std::string& end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

//! @param folder in the archive, with its slash, that holds data.pkl and data/.
NamedTensors readZipped(const ZipArchive& archive, const std::string& folder, const std::string& what) {
    const std::string refusal = what + " is not a state_dict in the zip format of PyTorch: ";
    if (archive.has(folder + "byteorder") && archive.read(folder + "byteorder") != "little")
        throw InputError(refusal + "its numbers are big-endian");
    std::istringstream pickle(archive.read(folder + pickleMember));
    const StateDict stateDict(readPickle(pickle, what), refusal);
    std::map<std::string, torch::Tensor> storages;
    for (const auto& [key, storage] : stateDict.storages()) {
        const std::string numbers = archive.read(folder + "data/" + key);
        const std::size_t width = torch::elementSize(storage.type);
        if (numbers.size() % width != 0 || static_cast<std::int64_t>(numbers.size() / width) != storage.count)
            throw InputError(refusal + "storage " + key + " has another size than its tensor says");
        storages[key] = torch::empty({storage.count}, storage.type);
        if (!numbers.empty()) std::memcpy(storages[key].data_ptr(), numbers.data(), numbers.size());
    }
    return stateDict.tensors(storages);
}

//! The folder of PyTorch's zip format, with its slash; none in another archive.
std::vector<std::string> pickleFolders(const ZipArchive& archive) {
    std::vector<std::string> folders;
    for (const auto& name : archive.names())
        if (name == pickleMember || endsWith(name, "/" + pickleMember))
            folders.push_back(name.substr(0, name.size() - pickleMember.size()));
    return folders;
}

NamedTensors readWheel(const ZipArchive& archive, const std::string& path) {
    std::vector<std::string> members;
    for (const auto& name : archive.names())
        if (endsWith(name, ".pt") || endsWith(name, ".pth")) members.push_back(name);
    if (members.size() != 1)
        throw InputError(
            fmt::format("the zip archive {} is neither a file that torch.save wrote nor a wheel with one: "
                        "it holds {} files .pt or .pth",
                        path, members.size()));
    const std::string what = path + ", in it " + members[0];
    std::string content = archive.read(members[0]);
    if (content.rfind(zipSignature, 0) != 0) {
        std::istringstream stream(std::move(content));
        return readLegacyWeights(stream, what);
    }
    const ZipArchive inner(std::move(content), what);
    const auto folders = pickleFolders(inner);
    if (folders.size() != 1) throw InputError(what + " is a zip archive without a state_dict of PyTorch");
    return readZipped(inner, folders[0], what);
}

}  // namespace

NamedTensors readWeights(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw InputError("cannot open the weights file " + path);
    std::string first(zipSignature.size(), '\0');
    stream.read(first.data(), static_cast<std::streamsize>(first.size()));
    if (first != zipSignature) return readLegacyWeights(path);
    const ZipArchive archive(path);
    const auto folders = pickleFolders(archive);
    return folders.size() == 1 ? readZipped(archive, folders[0], path) : readWheel(archive, path);
}

void writeWeights(const std::string& path, const NamedTensors& weights) {
    c10::Dict<std::string, torch::Tensor> table;
    for (const auto& [name, tensor] : weights)
        table.insert(name, tensor.contiguous());
    const std::vector<char> content = torch::pickle_save(table);
    writeFileAtomically(path, {content.begin(), content.end()});
}

}  // namespace brnpa::trainer
