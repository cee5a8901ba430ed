# The module against an installed OpenCV, as a project of its own or as a folder of the whole one.
option(BRNPA_BUILD_TESTS "Tests (GoogleTest)" ON)
option(BRNPA_BUILD_BENCHMARKS "Benchmarks (Google Benchmark)" OFF)
option(BRNPA_BUILD_SAMPLES "Sample programs of the module" ${BRNPA_BUILD_TESTS})
option(BRNPA_WITH_CUDA "The CUDA kernels, and where OpenCV has CUDA the functions on cv::cuda::GpuMat" OFF)

if(CMAKE_CURRENT_SOURCE_DIR STREQUAL CMAKE_SOURCE_DIR)
  if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug or RelWithDebInfo" FORCE)
  endif()
  set(CMAKE_CXX_STANDARD 17)
  set(CMAKE_CXX_STANDARD_REQUIRED ON)
  set(CMAKE_CXX_EXTENSIONS OFF)
  if(BRNPA_BUILD_TESTS)
    enable_testing()
    find_package(GTest REQUIRED)
    include(GoogleTest)
  endif()
endif()
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
find_package(OpenCV 4.6 REQUIRED COMPONENTS core imgproc dnn)

# The arithmetic alone, for the module and for the trainer: needs no OpenCV.
add_library(brnpa_kernel INTERFACE)
add_library(brnpa::kernel ALIAS brnpa_kernel)
target_include_directories(brnpa_kernel INTERFACE ${CMAKE_CURRENT_SOURCE_DIR}/src)
target_compile_features(brnpa_kernel INTERFACE cxx_std_17)
# For loops of vectors: the pragmas without an OpenMP runtime, and square roots that do not set errno.
target_compile_options(brnpa_kernel INTERFACE
  "$<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-fopenmp-simd;-fno-math-errno>")

file(GLOB brnpa_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp)
add_library(opencv_brnpa SHARED ${brnpa_sources})
add_library(brnpa::brnpa ALIAS opencv_brnpa)
set_target_properties(opencv_brnpa PROPERTIES
  EXPORT_NAME brnpa
  VERSION ${PROJECT_VERSION}
  SOVERSION ${PROJECT_VERSION_MAJOR}
  CXX_VISIBILITY_PRESET hidden
  VISIBILITY_INLINES_HIDDEN ON)
target_compile_definitions(opencv_brnpa PRIVATE CVAPI_EXPORTS)
target_compile_features(opencv_brnpa PUBLIC cxx_std_17)
target_include_directories(opencv_brnpa PUBLIC
  $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(opencv_brnpa PUBLIC opencv_core opencv_imgproc opencv_dnn PRIVATE brnpa_kernel)
if(TARGET brnpa_warnings)
  target_link_libraries(opencv_brnpa PRIVATE brnpa_warnings)
endif()

if(BRNPA_WITH_CUDA)
  include(${CMAKE_CURRENT_LIST_DIR}/cuda.cmake)
endif()

install(TARGETS opencv_brnpa EXPORT brnpaTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT dev
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT runtime)
install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev FILES_MATCHING PATTERN "*.hpp")
set(brnpa_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/brnpa)
install(EXPORT brnpaTargets NAMESPACE brnpa:: DESTINATION ${brnpa_cmake_dir} COMPONENT dev)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/brnpaConfig.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/brnpaConfig.cmake INSTALL_DESTINATION ${brnpa_cmake_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/brnpaConfigVersion.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/brnpaConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/brnpaConfigVersion.cmake
  DESTINATION ${brnpa_cmake_dir} COMPONENT dev)

if(BRNPA_BUILD_TESTS)
  add_subdirectory(test)
endif()
if(BRNPA_BUILD_BENCHMARKS)
  add_subdirectory(perf)
endif()
if(BRNPA_BUILD_SAMPLES)
  add_subdirectory(samples)
endif()
