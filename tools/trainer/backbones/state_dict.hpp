#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "backbones/named_tensors.hpp"
#include "backbones/pickle_reader.hpp"

namespace brnpa::trainer {

/** What the pickle of a state_dict says about its tensors; the numbers themselves lie elsewhere in the file.

Tensors of a flat dictionary, also where that is the entry "state_dict", "model_state_dict" or "model" of another one.
Where all names begin with "module." (a network saved in parallel), that is taken off. */
class StateDict {
  public:
    //! Numbers of one type that tensors are views of.
    struct Storage {
        torch::ScalarType type;
        std::int64_t count;  //!< 0 or more, as the pickle claims
    };

    /** @param refusal begins the message of an InputError ("w.pt is not a state_dict: ").
        @throws InputError where the pickle holds something else. */
    StateDict(const PicklePtr& root, std::string refusal);

    //! By the key that the file names them with.
    const std::map<std::string, Storage>& storages() const { return storages_; }

    /** @param storages the numbers of every storage.
        @throws InputError for a tensor that reaches beyond its storage. */
    NamedTensors tensors(const std::map<std::string, torch::Tensor>& storages) const;

  private:
    [[noreturn]] void fail(const std::string& why) const;
    //! The storage that a tensor's first argument names: ("storage", type, key, location, element count, view).
    const PickleValue& storageId(const PickleValue& tensor, const std::string& name) const;
    void collect(const PickleValue& tensor, const std::string& name);
    torch::Tensor toTensor(const PickleValue& value, const torch::Tensor& storage, const std::string& name) const;
    std::vector<std::int64_t> integers(const PickleValue& tuple, const std::string& name) const;

    std::string refusal_;
    std::map<std::string, PicklePtr> values_;
    std::map<std::string, Storage> storages_;
};

}  // namespace brnpa::trainer
