#pragma once

#include <string>
#include <vector>

#include "data/reid_image.hpp"

namespace brnpa::trainer {

//! The pictures of one part of a data set.
struct DataSet {
    std::string name;    //!< of its folder
    std::string layout;  //!< market1501, cuhk03 or folders
    std::vector<ReidImage> images;
};

/** Reads the names of a data set's pictures.

The layouts are `market1501` (bounding_box_train/, query/, bounding_box_test/ with PPPP_cX...), `cuhk03` (PPPP_NN.jpg in
the folder itself) and `folders` (a folder for each person); see the reader of each.

@param where a folder, whose layout is recognized by its content, or LAYOUT:FOLDER.
@param part train, query or gallery; only market1501 has the latter two.
@throws InputError for an unknown layout or part, a folder that is missing or in no known layout, and whatever the
layout's reader refuses.
*/
DataSet readDataSet(const std::string& where, const std::string& part);

/** One list of the pictures of several sets, in the order given.

Identities become 0, 1, ...: the first set's in their own order, then the second's, and so on; so people of different
sets never share a number, and splitting the joint list by identity goes by these numbers. Cameras become 1, 2, ... in
the same way; 0, unknown, stays 0. */
std::vector<ReidImage> joinDataSets(const std::vector<DataSet>& sets);

}  // namespace brnpa::trainer
