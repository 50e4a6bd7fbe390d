#!/usr/bin/env bash
# SFTP operations by gvfs: gvfs.sh gio|fuse PORT USER, within a D-Bus session of its own, in the protocol of ScriptClient.
set -u -o pipefail
kind=$1 root=sftp://$3@127.0.0.1:$2
# Nothing but answers goes to the output.
exec 3>&1 >&2
gio mount "$root"
mounted=$(echo "$XDG_RUNTIME_DIR"/gvfs/sftp:*)

uri() { # each byte is encoded, but for the slashes
    printf '%s' "$root"
    printf '%s' "$1" | od -An -v -tx1 | tr -d '\n' | sed 's/ /%/g; s/%2f/\//g'
}

by_gio() {
    case $1 in
        put) gio copy -T "$2" "$(uri "$3")" ;;
        get) gio copy -T "$(uri "$2")" "$3" ;;
        mkdir) gio mkdir "$(uri "$2")" ;;
        rmdir | rm) gio remove "$(uri "$2")" ;;
        rename) gio rename "$(uri "$2")" "${3##*/}" ;;
        replace) gio move -T "$(uri "$2")" "$(uri "$3")" ;;
        list) gio list -h "$(uri "$2")" | tr '\n' '\0' >"$output" ;;
        append) gio save -a "$(uri "$3")" <"$2" ;;
        save) gio save "$(uri "$3")" <"$2" ;;
        put-as-it-is) gio copy -T -p "$2" "$(uri "$3")" ;;
        get-as-it-is) gio copy -T -p "$(uri "$2")" "$3" ;;
        info) gio info -a standard::size,unix::mode,time::modified "$(uri "$2")" >"$output" ;;
        put-tree | get-tree) none "file by file" ;;
        *) none "no command" ;;
    esac
}

by_fuse() {
    case $1 in
        put) cp -T -- "$2" "$mounted$3" ;;
        get) cp -T -- "$mounted$2" "$3" ;;
        mkdir) mkdir -- "$mounted$2" ;;
        rmdir) rmdir -- "$mounted$2" ;;
        rm) rm -- "$mounted$2" ;;
        rename) mv -T -- "$mounted$2" "$mounted$3" ;;
        symlink) none "no command" ;;
        list) find "$mounted$2" -mindepth 1 -maxdepth 1 -printf '%f\0' >"$output" ;;
        append) cat "$2" >>"$mounted$3" ;;
        resume-up) tail -c "+$(($(stat -c %s "$mounted$3") + 1))" "$2" >>"$mounted$3" ;;
        resume-down) tail -c "+$(($(stat -c %s "$3") + 1))" "$mounted$2" >>"$3" ;;
        put-as-it-is) cp -T -p -- "$2" "$mounted$3" ;;
        put-tree) cp -r -T -- "$2" "$mounted$3" ;;
        get-tree) cp -r -T -- "$mounted$2" "$3" ;;
        run) (cd "$mounted$3" && "$2") ;;
        *) none "no command" ;;
    esac
}

none() {
    printf '%s' "$1" >"$output"
    answer=none
}

output=$(mktemp -p "$XDG_RUNTIME_DIR") problem=$(mktemp -p "$XDG_RUNTIME_DIR")
while read -r -a words; do
    for i in "${!words[@]}"; do
        words[i]=$(base64 -d <<<"${words[i]}")
    done
    answer=ok
    : >"$output"
    if ! "by_$kind" "${words[@]}" 2>"$problem"; then
        answer=failed
        cp "$problem" "$output"
    fi
    echo "$answer $(base64 -w0 "$output")" >&3
done
gio mount -u "$root"
fusermount3 -u "$XDG_RUNTIME_DIR/gvfs"
