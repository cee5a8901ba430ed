#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace brnpa::trainer {

struct PickleValue;
using PicklePtr = std::shared_ptr<PickleValue>;

/** One value of a Python pickle, as data: nothing in the file is ever executed.

A call that the pickle asks for is kept as a Call with the name of the function and its arguments; whoever reads the
value decides which calls mean something.
*/
struct PickleValue {
    enum class Kind { None, Boolean, Integer, Real, Text, Tuple, List, Dict, Global, Call, Persistent };

    Kind kind = Kind::None;
    std::int64_t integer = 0;      //!< Boolean, Integer
    double real = 0;               //!< Real
    std::string text;              //!< Text; Global and Call: "module name"; integers over 64 bits: bytes
    std::vector<PicklePtr> items;  //!< Tuple, List; Call: arguments; Persistent: one item, the id
    std::vector<std::pair<PicklePtr, PicklePtr>> entries;  //!< Dict, and a Call that was filled like one (OrderedDict)
};

/** Reads one pickle of protocol 2 or 3, up to and including its STOP.

@param stream is left just behind the STOP.
@param what the name of the file for error messages.
@throws InputError on a damaged pickle or an operation that tables of weights do not use.
*/
PicklePtr readPickle(std::istream& stream, const std::string& what);

}  // namespace brnpa::trainer
