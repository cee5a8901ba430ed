#include "backbones/legacy_weights.hpp"

#include <algorithm>
#include <fstream>
#include <set>

#include "backbones/pickle_reader.hpp"
#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

using Kind = PickleValue::Kind;

// torch.serialization.MAGIC_NUMBER 0x1950a86a20f9469cfc6c, little-endian.
const std::string magicNumber("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10);
constexpr std::int64_t legacyProtocol = 1001;

struct StorageType {
    const char* pythonName;
    torch::ScalarType scalar;
};
const StorageType storageTypes[] = {{"torch FloatStorage", torch::kFloat32},
                                    {"torch DoubleStorage", torch::kFloat64},
                                    {"torch LongStorage", torch::kInt64},
                                    {"torch IntStorage", torch::kInt32}};

class LegacyFile {
  public:
    explicit LegacyFile(const std::string& path) : path_(path), stream_(path, std::ios::binary) {
        if (!stream_) throw InputError("cannot open the weights file " + path);
        stream_.seekg(0, std::ios::end);
        size_ = stream_.tellg();
        stream_.seekg(0);
    }

    NamedTensors read() {
        readHeader();
        const PicklePtr table = readPickle(stream_, path_);
        const PicklePtr keys = readPickle(stream_, path_);
        if (table->kind != Kind::Dict && table->text != "collections OrderedDict")
            fail("its content is not a dictionary");
        collectStorages(*table);
        readStorages(*keys);
        NamedTensors tensors;
        for (const auto& [name, value] : table->entries) {
            if (name->kind != Kind::Text) fail("a name in it is not a text");
            tensors[name->text] = toTensor(*value, name->text);
        }
        return tensors;
    }

  private:
    [[noreturn]] void fail(const std::string& why) const {
        throw InputError(path_ + " is not a state_dict in the format of PyTorch before 1.6: " + why);
    }

    void readHeader() {
        // Newer files are zip archives; say so instead of complaining about an operation code.
        char first[2] = {0, 0};
        stream_.read(first, sizeof first);
        if (first[0] == 'P' && first[1] == 'K') fail("it is a zip archive, which newer versions write");
        if (static_cast<unsigned char>(first[0]) != 0x80) fail("it does not begin with a pickle");
        stream_.seekg(0);
        if (readPickle(stream_, path_)->text != magicNumber) fail("the magic number is missing");
        if (readPickle(stream_, path_)->integer != legacyProtocol) fail("the protocol is not 1001");
        const PicklePtr systemInfo = readPickle(stream_, path_);
        for (const auto& [key, value] : systemInfo->entries)
            if (key->text == "little_endian" && value->integer != 1) fail("its numbers are big-endian");
    }

    //! The storage that a tensor's first argument names: ("storage", type, key, location, element count, view).
    const PickleValue& storageId(const PickleValue& tensor, const std::string& name) const {
        const bool known = tensor.kind == Kind::Call && tensor.text == "torch._utils _rebuild_tensor_v2";
        if (!known || tensor.items.size() < 4 || tensor.items[0]->kind != Kind::Persistent)
            fail(name + " is not a tensor");
        const PickleValue& id = *tensor.items[0]->items[0];
        if (id.items.size() < 5 || id.items[0]->text != "storage") fail(name + " has no storage");
        return id;
    }

    void collectStorages(const PickleValue& table) {
        for (const auto& [name, value] : table.entries) {
            const PickleValue& id = storageId(*value, name->text);
            const auto type =
                std::find_if(std::begin(storageTypes), std::end(storageTypes),
                             [&](const StorageType& known) { return id.items[1]->text == known.pythonName; });
            if (type == std::end(storageTypes)) fail(name->text + " has the unknown type " + id.items[1]->text);
            const std::int64_t count = id.items[4]->integer;
            if (count < 0 || count > size_) fail(name->text + " claims " + std::to_string(count) + " numbers");
            storages_[id.items[2]->text] = torch::empty({count}, type->scalar);
        }
    }

    void readStorages(const PickleValue& keys) {
        std::set<std::string> missing;
        for (const auto& storage : storages_)
            missing.insert(storage.first);
        for (const auto& key : keys.items) {
            const auto storage = storages_.find(key->text);
            if (storage == storages_.end()) fail("storage " + key->text + " belongs to no tensor");
            std::int64_t count = 0;
            stream_.read(reinterpret_cast<char*>(&count), sizeof count);
            torch::Tensor& data = storage->second;
            if (!stream_ || count != data.numel())
                fail("storage " + key->text + " has another size than its tensor says");
            stream_.read(static_cast<char*>(data.data_ptr()), static_cast<std::streamsize>(data.nbytes()));
            if (!stream_) fail("it ends in the middle of storage " + key->text);
            missing.erase(key->text);
        }
        if (!missing.empty()) fail("storage " + *missing.begin() + " is missing");
    }

    torch::Tensor toTensor(const PickleValue& value, const std::string& name) const {
        const torch::Tensor& storage = storages_.at(storageId(value, name).items[2]->text);
        const std::int64_t offset = value.items[1]->integer;
        const auto sizes = integers(*value.items[2], name);
        const auto strides = integers(*value.items[3], name);
        if (sizes.size() != strides.size()) fail(name + " has " + std::to_string(strides.size()) + " strides");
        std::int64_t last = offset;
        bool empty = false;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            if (strides[i] > size_ || sizes[i] > size_) fail(name + " is larger than the file");
            last += (sizes[i] - 1) * strides[i];
            empty = empty || sizes[i] == 0;
        }
        if (offset < 0 || (!empty && last >= storage.numel())) fail(name + " reaches beyond its storage");
        return storage.as_strided(sizes, strides, offset).clone();
    }

    std::vector<std::int64_t> integers(const PickleValue& tuple, const std::string& name) const {
        std::vector<std::int64_t> values;
        for (const auto& item : tuple.items) {
            if (item->kind != Kind::Integer || item->integer < 0) fail(name + " has a broken shape");
            values.push_back(item->integer);
        }
        return values;
    }

    std::string path_;
    std::ifstream stream_;
    std::int64_t size_ = 0;
    std::map<std::string, torch::Tensor> storages_;
};

}  // namespace

NamedTensors readLegacyWeights(const std::string& path) {
    return LegacyFile(path).read();
}

}  // namespace brnpa::trainer
