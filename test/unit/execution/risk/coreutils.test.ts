import { table } from './riskTable.ts';

table('coreutils and the system', {
  'read-only': String.raw`
    ls -la /var/log
    cat /etc/hosts
    tail -n 100 /var/log/syslog
    tail -f app.log
    head -n 5 file
    df -h
    du -sh /var/* | sort -h | tail
    free -m
    uptime
    ps aux --sort=-%cpu | head -n 20
    top -b -n 1
    grep -r "ERROR" /var/log
    find /var/log -name '*.log' -size +100M
    wc -l file
    stat file
    lsof -i :8080
    ss -tlnp
    netstat -an
    dig example.com
    ping -c 3 host
    traceroute host
    id
    whoami
    date
    hostname
    uname -a
    env
    printenv PATH
    awk '{print $1}' access.log
    sed -n '1,5p' file
    jq '.items[]' file.json
    sort file | uniq -c | sort -rn
    cut -d: -f1 /etc/passwd
    diff a b
    md5sum file
    journalctl -u nginx --since today
    dmesg -T
    vmstat 1 5
    iostat -x
    lsblk
    mount_count=1
    test -f file && echo there
    [[ -d /tmp ]] && ls /tmp
    ip addr show
    ip a
    ip a s eth0
    ip -br a
    ip -4 addr show dev eth0
    ip r
    ip r g 8.8.8.8
    ip route get 8.8.8.8
    ip route show table all
    ip -s link show eth0
    ip link show up
    ip n
    ip neigh show
    ip rule list
    ip netns
    ip netns list
    ss state established '( dport = :5432 )'
    sysctl net.ipv4.ip_forward
    crontab_lines=$(wc -l < file)
    for i in 1 2 3; do echo "$i"; done
    while read -r line; do echo "$line"; done < file
    timeout 5 cat file
    sudo cat /etc/shadow
    kubectl_pods=1; echo "$kubectl_pods"
    zcat log.gz | grep error
    rg pattern src`,
  changing: String.raw`
    tar -tf a.tar
    mkdir -p /srv/app
    touch file
    cp a b
    mv a b
    chmod 600 file
    chown user file
    ln -s a b
    sed -i 's/a/b/' file
    echo hi >> file
    echo hi > file
    echo hi | tee file
    sysctl -w vm.swappiness=10
    sysctl vm.swappiness=10
    tar -xzf a.tar.gz
    gzip file
    useradd bob
    usermod -aG docker bob
    mount /dev/sdb1 /mnt
    umount /mnt
    renice -n 5 -p 1
    iptables -A INPUT -p tcp --dport 80 -j ACCEPT
    rsync -a src/ dst/
    scp file host:/tmp/
    ./deploy.sh
    bash deploy.sh
    python3 script.py
    make build
    unknown-tool --flag
    crontab file
    sort -o out in
    logger hello
    date -s "2026-01-01"
    ssh host
    PATH=/tmp/x:$PATH ls
    ./ls
    kubectl_thing now
    ip addr add 10.0.0.1/24 dev eth0
    ip route add blackhole 10.0.0.0/8
    ip route replace default via 10.0.0.1
    ip rule add from 10.0.0.0/8 table 100
    ip link set dev eth0 up
    ip l s eth0 mtu 9000`,
  destructive: String.raw`
    rm file
    rm -rf /var/lib/app
    rmdir folder
    unlink file
    shred -u file
    truncate -s 0 app.log
    dd if=/dev/zero of=/dev/sda
    mkfs.ext4 /dev/sdb1
    mkfs -t xfs /dev/sdb
    wipefs -a /dev/sdb
    fdisk /dev/sda
    parted /dev/sda rm 1
    chroot /host rm -rf /var
    ip netns exec blue rm -rf /var
    kill -9 1234
    pkill nginx
    killall java
    fuser -k 8080/tcp
    reboot
    shutdown -h now
    halt
    poweroff
    find /tmp -mtime +7 -delete
    find . -name '*.tmp' -exec rm {} +
    find . -print0 | xargs -0 rm -f
    iptables -F
    iptables -D INPUT 1
    userdel -r bob
    crontab -r
    chmod -R 777 /
    chown -R user /srv
    ln -sf a b
    rsync -a --delete src/ dst/
    lvremove vg/lv
    vgremove vg
    umount -f /mnt
    ip link set eth0 down
    ip link set dev eth0 down
    ip link set down dev eth0
    ip l set eth0 down
    ip route del default
    ss -K dst 10.0.0.1
    ss -tK dst 10.0.0.1
    ss --kill state established
    ip addr flush dev eth0
    journalctl --vacuum-size=1G
    > app.log
    : > app.log
    cat /dev/null > app.log
    cp /dev/null app.log
    mv data /dev/null
    tee /dev/sda < image
    zfs destroy pool/data
    zpool destroy pool
    fallocate -p -o 0 -l 1G file
    modprobe -r driver
    swapoff -a; reboot
    xfs_repair /dev/sdb1
    tar -cf a.tar --remove-files dir`,
});
