#include "gallery_command.hpp"

#include <CLI/CLI.hpp>
#include <functional>
#include <map>

#include "gallery_actions.hpp"
#include "model_options.hpp"
#include "option_checks.hpp"
#include "recording_time.hpp"

namespace {

constexpr double MOST_LINES = 1000;  ///< in a table that somebody reads
constexpr double MOST_PICTURES = 1e15;
constexpr const char* EXIT_CODES =
    "Exit codes: 0 done, 2 wrong options, 3 unusable input, 4 the machine failed (disk, another writer).";

/// Declares subcommands of `brnpa gallery`.
class Subcommands {
  public:
    Subcommands(CLI::App& gallery, GalleryRequest& request) : gallery_(gallery), request_(request) {}

    /// @param example what stands behind the name of the command.
    CLI::App& add(const std::string& name, const std::string& example, const std::string& summary,
                  const std::string& more = "") {
        CLI::App& command = *gallery_.add_subcommand(name, summary);
        command.description(more.empty() ? summary + "." : summary + ".\n" + more);
        command.footer("Example: brnpa gallery " + name + " " + example + "\n" + EXIT_CODES);
        command.callback([&request = request_, name] { request.action = name; });
        command.add_option("gallery", request_.gallery, "File of the gallery")->required()->type_name("GALLERY");
        return command;
    }

    void addPerson(CLI::App& command, const char* what) {
        command.add_option("person", request_.person, what)->required()->type_name("PERSON");
    }

    void addLook(CLI::App& command) {
        command.add_flag("--json", request_.json, "Print JSON for programs instead of a table");
    }

    void addTop(CLI::App& command, const char* what) {
        command.add_option("--top", request_.top, what)
            ->check(numberBetween(1, MOST_LINES))
            ->type_name("N")
            ->capture_default_str();
    }

    void addSheet(CLI::App& command, const char* what) {
        command.add_option("--sheet", request_.sheet, what)->check(writablePicture())->type_name("FILE");
    }

    GalleryRequest& request() { return request_; }

  private:
    CLI::App& gallery_;
    GalleryRequest& request_;
};

void addEnrol(Subcommands& commands) {
    GalleryRequest& request = commands.request();
    CLI::App& command = commands.add(
        "enrol", "staff.gallery pictures/ --camera office", "Add people from pictures",
        "A picture shows one person, whole and alone, and is named after its file; so is a folder of pictures of one\n"
        "person; a folder of such folders is one person for each. Who has the name already gets more pictures.\n"
        "Makes the gallery when it is missing. All pictures are taken, or none when one cannot be read.");
    command.add_option("sources", request.sources, "Pictures and folders of pictures")->required()->type_name("PATH");
    const auto refuseNothing = [](const std::string& text) { return std::string(text.empty() ? "it is empty" : ""); };
    command.add_option("--name", request.name, "All pictures show this person")
        ->check(CLI::Validator(refuseNothing, ""))
        ->type_name("NAME");
    command.add_option("--camera", request.camera, "Where the pictures were taken")->type_name("NAME");
    command
        .add_option("--recorded-at", request.recordedAt,
                    "When the pictures were taken: 2026-11-23T14:05:00, local time; a pattern of their names, such as\n"
                    "%Y%m%d-%H%M%S; or modified: when each file was last written; default: now")
        ->check(CLI::Validator(refuseRecordingTime, ""))
        ->type_name("TIME");
    addModelOption(command, request.model);
    addAcceptOptions(command, request.accept);
}

void addSearch(Subcommands& commands) {
    GalleryRequest& request = commands.request();
    CLI::App& command = commands.add("search", "staff.gallery who.jpg --top 5 --sheet who.png",
                                     "Find the people who look like the one in a picture",
                                     "The picture shows one person, whole and alone.");
    command.add_option("image", request.image, "Picture of a person")->required()->type_name("IMAGE");
    commands.addTop(command, "People to list");
    addModelOption(command, request.model);
    addAcceptOptions(command, request.accept);
    commands.addSheet(command, "Save query and people as a picture, with where the network looked");
    commands.addLook(command);
}

void addAlike(Subcommands& commands) {
    GalleryRequest& request = commands.request();
    CLI::App& command = commands.add(
        "alike", "staff.gallery --sheet alike.png", "List the pairs of people who may be one",
        "Compares each picture with the other people: whoever came back looking different has got a second number.\n"
        "Whom a camera saw at the same moment are two. merge makes one person of two.");
    commands.addTop(command, "Pairs to list");
    addModelOption(command, request.model);
    addAcceptOptions(command, request.accept);
    commands.addSheet(command, "Save the nearest two pictures of each pair, with where the network looked");
    commands.addLook(command);
}

void addEditing(Subcommands& commands) {
    GalleryRequest& request = commands.request();
    CLI::App& rename = commands.add("rename", "staff.gallery 3 'Anna Smith'", "Give a person another name");
    commands.addPerson(rename, "Number or name");
    rename.add_option("name", request.name, "New name; \"\" takes it away")->required()->type_name("NAME");
    CLI::App& merge = commands.add("merge", "staff.gallery Anna 7 12", "Join people who are one",
                                   "Pictures and sightings of the others become those of the first.");
    commands.addPerson(merge, "Who stays: number or name");
    merge.add_option("others", request.people, "Who joins: numbers or names")->required()->type_name("OTHER");
    CLI::App& split =
        commands.add("split", "staff.gallery Anna 31 32", "Make a new person of some of a person's pictures",
                     "brnpa gallery show tells their numbers.");
    commands.addPerson(split, "Number or name");
    split.add_option("pictures", request.pictures, "Numbers of the pictures that go")
        ->required()
        ->check(numberBetween(1, MOST_PICTURES))
        ->type_name("PICTURE");
    CLI::App& forget = commands.add("forget", "staff.gallery Anna 12", "Remove people with every trace",
                                    "Nothing of them is left in the file: no name, time, picture or number of their "
                                    "embeddings.");
    forget.add_option("people", request.people, "Numbers or names")->required()->type_name("PERSON");
}

}  // namespace

CLI::App* addGalleryCommand(CLI::App& program, GalleryRequest& request) {
    CLI::App* command = program.add_subcommand("gallery", "Look after the people that are remembered");
    command->description(
        "Looks after a gallery: the people that brnpa annotate --gallery recognizes, in one file.\n"
        "A person is named by number or by name; id:12 is number 12 where somebody is called 12.");
    command->footer(
        std::string(
            "Example: brnpa gallery enrol staff.gallery pictures/ && brnpa gallery search staff.gallery who.jpg ") +
        "--sheet who.png\n" + EXIT_CODES);
    command->require_subcommand(1);
    Subcommands commands(*command, request);
    addEnrol(commands);
    commands.addLook(commands.add("list", "staff.gallery", "List the people"));
    CLI::App& show = commands.add("show", "staff.gallery Anna --sheet anna.png", "Tell all about a person");
    commands.addPerson(show, "Number or name");
    commands.addSheet(show, "Save the person's pictures as one, with where the network looked");
    commands.addLook(show);
    addSearch(commands);
    addAlike(commands);
    addEditing(commands);
    CLI::App& exporting =
        commands.add("export", "staff.gallery people/", "Write a folder of pictures for each person, and gallery.json",
                     "brnpa-train --data folders:FOLDER trains on it.");
    exporting.add_option("folder", request.folder, "Folder, which must not be there yet")
        ->required()
        ->type_name("FOLDER");
    CLI::App& importing = commands.add("import", "staff.gallery people/", "Add the people of an exported folder",
                                       "Makes the gallery when it is missing. Who has a number that is taken gets a "
                                       "new one.");
    importing.add_option("folder", request.folder, "Folder that brnpa gallery export made")
        ->required()
        ->type_name("FOLDER");
    commands.add("compact", "staff.gallery", "Check the file and write it anew without gaps");
    return command;
}

int runGalleryCommand(const GalleryRequest& request, std::ostream& out, std::ostream& warnings) {
    using Action = std::function<void(const GalleryRequest&, std::ostream&, std::ostream&)>;
    static const std::map<std::string, Action> actions = {
        {"enrol", enrolPeople},   {"list", listPeople},     {"show", showPerson},     {"search", searchPerson},
        {"alike", listAlike},     {"rename", renamePerson}, {"merge", mergePeople},   {"split", splitPerson},
        {"forget", forgetPeople}, {"export", exportPeople}, {"import", importPeople}, {"compact", compactGallery}};
    actions.at(request.action)(request, out, warnings);
    return 0;
}
