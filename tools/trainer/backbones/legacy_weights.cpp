#include "backbones/legacy_weights.hpp"

#include <fstream>
#include <set>

#include "backbones/pickle_reader.hpp"
#include "backbones/state_dict.hpp"
#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

// torch.serialization.MAGIC_NUMBER 0x1950a86a20f9469cfc6c, little-endian.
const std::string magicNumber("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
constexpr std::int64_t legacyProtocol = 1001;

class LegacyFile {
  public:
    LegacyFile(std::istream& stream, const std::string& what) : what_(what), stream_(stream) {
        stream_.seekg(0, std::ios::end);
        size_ = stream_.tellg();
        stream_.seekg(0);
    }

    NamedTensors read() {
        readHeader();
        const PicklePtr table = readPickle(stream_, what_);
        const PicklePtr keys = readPickle(stream_, what_);
        const StateDict stateDict(table, refusal());
        return stateDict.tensors(readStorages(stateDict, *keys));
    }

  private:
    std::string refusal() const { return what_ + " is not a state_dict in the format of PyTorch before 1.6: "; }
    [[noreturn]] void fail(const std::string& why) const { throw InputError(refusal() + why); }

    void readHeader() {
        // Newer files are zip archives; say so instead of complaining about an operation code.
        char first[2] = {0, 0};
        stream_.read(first, sizeof first);
        if (first[0] == 'P' && first[1] == 'K') fail("it is a zip archive, which newer versions write");
        if (static_cast<unsigned char>(first[0]) != 0x80) fail("it does not begin with a pickle");
        stream_.seekg(0);
        if (readPickle(stream_, what_)->text != magicNumber) fail("the magic number is missing");
        if (readPickle(stream_, what_)->integer != legacyProtocol) fail("the protocol is not 1001");
        const PicklePtr systemInfo = readPickle(stream_, what_);
        for (const auto& [key, value] : systemInfo->entries)
            if (key->text == "little_endian" && value->integer != 1) fail("its numbers are big-endian");
    }

    std::map<std::string, torch::Tensor> readStorages(const StateDict& stateDict, const PickleValue& keys) {
        std::map<std::string, torch::Tensor> read;
        std::set<std::string> missing;
        for (const auto& storage : stateDict.storages())
            missing.insert(storage.first);
        for (const auto& key : keys.items) {
            const auto storage = stateDict.storages().find(key->text);
            if (storage == stateDict.storages().end()) fail("storage " + key->text + " belongs to no tensor");
            std::int64_t count = 0;
            stream_.read(reinterpret_cast<char*>(&count), sizeof count);
            if (!stream_ || count != storage->second.count || count > size_)
                fail("storage " + key->text + " has another size than its tensor says");
            const auto data = torch::empty({count}, storage->second.type);
            stream_.read(static_cast<char*>(data.data_ptr()), static_cast<std::streamsize>(data.nbytes()));
            if (!stream_) fail("it ends in the middle of storage " + key->text);
            read[key->text] = data;
            missing.erase(key->text);
        }
        if (!missing.empty()) fail("storage " + *missing.begin() + " is missing");
        return read;
    }

    std::string what_;
    std::istream& stream_;
    std::int64_t size_ = 0;
};

}  // namespace

NamedTensors readLegacyWeights(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw InputError("cannot open the weights file " + path);
    return readLegacyWeights(stream, path);
}

NamedTensors readLegacyWeights(std::istream& stream, const std::string& what) {
    return LegacyFile(stream, what).read();
}

}  // namespace brnpa::trainer
