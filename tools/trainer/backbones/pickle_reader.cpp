#include "backbones/pickle_reader.hpp"

#include <cstring>
#include <unordered_map>

#include "common/errors.hpp"

namespace brnpa::trainer {
namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t maxTextLength = 1u << 20;

PicklePtr make(Kind kind) {
    auto value = std::make_shared<PickleValue>();
    value->kind = kind;
    return value;
}

PicklePtr makeInteger(std::int64_t integer, Kind kind = Kind::Integer) {
    auto value = make(kind);
    value->integer = integer;
    return value;
}

class Machine {
  public:
    Machine(std::istream& stream, const std::string& what) : stream_(stream), what_(what) {}

    PicklePtr run() {
        while (true) {
            const int code = byte();
            if (code == '.') return pop();
            step(code);
        }
    }

  private:
    [[noreturn]] void fail(const std::string& why) const {
        throw InputError(what_ + " holds no readable pickle: " + why);
    }

    void read(char* target, std::size_t size) {
        if (!stream_.read(target, static_cast<std::streamsize>(size))) fail("the file ends in the middle of one");
    }

    int byte() {
        char c = 0;
        read(&c, 1);
        return static_cast<unsigned char>(c);
    }

    //! Pickles are little-endian whatever the machine.
    std::uint64_t little(int bytes) {
        std::uint64_t value = 0;
        for (int i = 0; i < bytes; ++i)
            value |= static_cast<std::uint64_t>(byte()) << (8 * i);
        return value;
    }

    std::string textOf(std::size_t size) {
        if (size > maxTextLength) fail("a text of " + std::to_string(size) + " bytes");
        std::string text(size, '\0');
        if (size > 0) read(&text[0], size);
        return text;
    }

    std::string line() {
        std::string text;
        for (int c = byte(); c != '\n'; c = byte()) {
            text.push_back(static_cast<char>(c));
            if (text.size() > maxTextLength) fail("a line without an end");
        }
        return text;
    }

    PicklePtr pop() {
        if (stack_.empty()) fail("its stack runs empty");
        auto value = stack_.back();
        stack_.pop_back();
        return value;
    }

    void push(PicklePtr value) { stack_.push_back(std::move(value)); }

    std::vector<PicklePtr> popToMark() {
        if (marks_.empty() || marks_.back() > stack_.size()) fail("a mark is missing");
        const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
        marks_.pop_back();
        std::vector<PicklePtr> values(begin, stack_.end());
        stack_.erase(begin, stack_.end());
        return values;
    }

    PicklePtr& top() {
        if (stack_.empty()) fail("its stack runs empty");
        return stack_.back();
    }

    void pushSequence(Kind kind, std::vector<PicklePtr> items) {
        auto value = make(kind);
        value->items = std::move(items);
        push(value);
    }

    void pushLast(int count) {
        std::vector<PicklePtr> items(static_cast<std::size_t>(count));
        for (auto item = items.rbegin(); item != items.rend(); ++item)
            *item = pop();
        pushSequence(Kind::Tuple, std::move(items));
    }

    void pushLong(std::size_t bytes) {
        auto value = make(Kind::Integer);
        const std::string raw = textOf(bytes);
        if (bytes > sizeof(std::int64_t)) {
            value->text = raw;
        } else if (bytes > 0) {
            const bool negative = (static_cast<unsigned char>(raw.back()) & 0x80u) != 0;
            std::uint64_t number = negative ? ~std::uint64_t{0} : 0;
            for (std::size_t i = bytes; i-- > 0;)
                number = (number << 8) | static_cast<unsigned char>(raw[i]);
            value->integer = static_cast<std::int64_t>(number);
        }
        push(value);
    }

    void pushReal() {
        std::uint64_t bits = 0;
        for (int i = 0; i < 8; ++i)
            bits = (bits << 8) | static_cast<std::uint64_t>(byte());  // BINFLOAT is big-endian
        auto value = make(Kind::Real);
        std::memcpy(&value->real, &bits, sizeof bits);
        push(value);
    }

    void setItems(const std::vector<PicklePtr>& items) {
        if (items.size() % 2 != 0) fail("a key without a value");
        for (std::size_t i = 0; i < items.size(); i += 2)
            top()->entries.emplace_back(items[i], items[i + 1]);
    }

    void append(const std::vector<PicklePtr>& items) {
        top()->items.insert(top()->items.end(), items.begin(), items.end());
    }

    void reduce() {
        const auto arguments = pop();
        const auto callable = pop();
        if (callable->kind != Kind::Global || arguments->kind != Kind::Tuple)
            fail("a call of something that has no name");
        auto value = make(Kind::Call);
        value->text = callable->text;
        value->items = arguments->items;
        push(value);
    }

    void recall(std::uint64_t index) {
        const auto found = memo_.find(index);
        if (found == memo_.end()) fail("a reference to a value that was never stored");
        push(found->second);
    }

    void pushGlobal() {
        auto value = make(Kind::Global);
        value->text = line();
        value->text += " " + line();
        push(value);
    }

    void pushText() {
        auto value = make(Kind::Text);
        value->text = textOf(little(4));
        push(value);
    }

    void step(int code) {
        switch (code) {
            case 0x80: {
                const int protocol = byte();
                if (protocol < 2 || protocol > 3) fail("protocol " + std::to_string(protocol) + " instead of 2 or 3");
                break;
            }
            case '(':
                marks_.push_back(stack_.size());
                break;
            case 'N':
                push(make(Kind::None));
                break;
            case 0x88:
                push(makeInteger(1, Kind::Boolean));
                break;
            case 0x89:
                push(makeInteger(0, Kind::Boolean));
                break;
            case 'K':
                push(makeInteger(static_cast<std::int64_t>(little(1))));
                break;
            case 'M':
                push(makeInteger(static_cast<std::int64_t>(little(2))));
                break;
            case 'J':
                push(makeInteger(static_cast<std::int32_t>(little(4))));
                break;
            case 0x8a:
                pushLong(little(1));
                break;
            case 'G':
                pushReal();
                break;
            case 'X':
                pushText();
                break;
            case ')':
                pushSequence(Kind::Tuple, {});
                break;
            case 't':
                pushSequence(Kind::Tuple, popToMark());
                break;
            case 0x85:
                pushLast(1);
                break;
            case 0x86:
                pushLast(2);
                break;
            case 0x87:
                pushLast(3);
                break;
            case ']':
                pushSequence(Kind::List, {});
                break;
            case '}':
                push(make(Kind::Dict));
                break;
            case 'a': {
                const auto item = pop();
                append({item});
                break;
            }
            case 'e':
                append(popToMark());
                break;
            case 's': {
                const auto value = pop();
                const auto key = pop();
                setItems({key, value});
                break;
            }
            case 'u':
                setItems(popToMark());
                break;
            case 'c':
                pushGlobal();
                break;
            case 'R':
                reduce();
                break;
            case 'b':
                pop();
                break;  // attributes of an object (state_dict's _metadata): not weights
            case 'Q':
                pushSequence(Kind::Persistent, {pop()});
                break;
            case 'q':
                memo_[little(1)] = top();
                break;
            case 'r':
                memo_[little(4)] = top();
                break;
            case 'h':
                recall(little(1));
                break;
            case 'j':
                recall(little(4));
                break;
            default:
                fail("operation " + std::to_string(code) + " is not one that tables of weights use");
        }
    }

    std::istream& stream_;
    const std::string& what_;
    std::vector<PicklePtr> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint64_t, PicklePtr> memo_;
};

}  // namespace

PicklePtr readPickle(std::istream& stream, const std::string& what) {
    return Machine(stream, what).run();
}

}  // namespace brnpa::trainer
